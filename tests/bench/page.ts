/**
 * From opening the lesson page to a prompt that takes keys, beside a bare page that only loads xterm: cold cache, CPU
 * slowed four times, with no limit on the network and on a slow 4G line.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { serveSite } from '../../src/node/site.ts';
import { launchChromium } from '../browser/chromium.ts';
import { bareXterm } from './bare-xterm.ts';
import { builtSite } from './built-site.ts';
import { table } from './table.ts';

const LESSON = 'lessons/start/push-your-first-image/';
const ROUNDS = 11;
const NETWORKS = {
  'no limit': undefined,
  'slow 4G': { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 },
} as const;

/** What the bare page does when it has its terminal. */
const PROMPT =
  "terminal.write('$ ', () => document.getElementById('terminal').setAttribute('data-ready', ''));";

interface Measured {
  milliseconds: number;
  /** Paths of the scripts asked for until then. */
  scripts: string[];
}

/** Measures both pages. */
export async function bench(): Promise<void> {
  const dist = builtSite();
  const site = await serveSite(dist, { port: 0 });
  const bare = await serveSite(bareXterm(PROMPT), { port: 0 });
  const browser = await launchChromium();
  try {
    const rows: string[][] = [];
    for (const network of Object.keys(NETWORKS) as (keyof typeof NETWORKS)[]) {
      const [ours, theirs]: [Measured[], Measured[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        theirs.push(await measure(browser, bare.url, network));
        ours.push(await measure(browser, site.url + LESSON, network));
      }
      const [lesson, xterm] = [middle(ours), middle(theirs)];
      rows.push([
        network,
        xterm.milliseconds.toFixed(0),
        lesson.milliseconds.toFixed(0),
        (lesson.milliseconds / xterm.milliseconds).toFixed(2),
        (gzipSize(dist, lesson.scripts) / 1000).toFixed(0),
      ]);
    }
    table(['network', 'bare xterm, ms', 'lesson, ms', 'times (at most 1.5)', 'JS, KB (at most 260)'], rows);
  } finally {
    await browser.close();
    await Promise.all([site.close(), bare.close()]);
  }
}

async function measure(browser: Browser, url: string, network: keyof typeof NETWORKS): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const limits = NETWORKS[network];
  if (limits) await session.send('Network.emulateNetworkConditions', limits);
  const scripts: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.push(pathname);
  });
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-ready]')) return;
      observer.disconnect();
      requestAnimationFrame(() => console.debug(`prompt ${performance.now()}`));
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-ready'] });
  });
  // Waiting by a function would put playwright's own script into the page, on the page's time.
  const prompt = page.waitForEvent('console', {
    predicate: (message) => message.text().startsWith('prompt '),
    timeout: 60_000,
  });
  await page.goto(url, { waitUntil: 'commit' });
  const milliseconds = Number((await prompt).text().slice('prompt '.length));
  const loaded = [...scripts];
  await context.close();
  return { milliseconds, scripts: loaded };
}

/** The size of files as they travel; serving them has put a `.gz` beside each. */
function gzipSize(folder: string, paths: string[]): number {
  return paths.reduce((sum, path) => sum + statSync(join(folder, `${path}.gz`)).size, 0);
}

function middle(list: Measured[]): Measured {
  return list.toSorted((a, b) => a.milliseconds - b.milliseconds)[Math.floor(list.length / 2)]!;
}

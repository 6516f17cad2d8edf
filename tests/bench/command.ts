/** From Enter to the last line of a local command's output, in Chromium, beside a worker that need not think. */
import { serveSite } from '../../src/node/site.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Lab } from '../browser/lab.ts';
import { answerTime, FIRST, firstAnswers } from './answer-time.ts';
import { echoingXterm } from './bare-xterm.ts';
import { builtSite } from './built-site.ts';
import { median, percentile, table } from './table.ts';

const RUNS = 60;

/** Measures `docker images` in the first lesson. */
export async function bench(): Promise<void> {
  const site = await serveSite(builtSite(), { port: 0 });
  const bare = await serveSite(echoingXterm(1), { port: 0 });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const lab = await Lab.open(page, site.url, 'start/push-your-first-image');
    await lab.type('docker images');
    await lab.shows(/myapp/);
    const floor = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await floor.goto(bare.url);
    await floor.waitForSelector('[data-ready]');
    const times = { floor: [] as number[], first: await firstAnswers(page), ours: [] as number[] };
    for (let run = 0; run < RUNS; run += 1) {
      times.floor.push(await answerTime(floor));
      times.ours.push(await answerTime(page));
    }
    const row = (name: string, list: number[]): string[] => [
      name,
      median(list).toFixed(1),
      percentile(list, 0.95).toFixed(1),
    ];
    table(
      ['command', 'median, ms', '95th percentile, ms (at most 16)'],
      [
        row('bare echo', times.floor),
        row(`docker images, ${FIRST} right after the prompt`, times.first),
        row(`docker images, ${RUNS} more`, times.ours),
      ],
    );
  } finally {
    await browser.close();
    await Promise.all([site.close(), bare.close()]);
  }
}

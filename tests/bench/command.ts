/** From Enter to the last line of a local command's output, in Chromium. */
import { serveSite } from '../../src/node/site.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Lab } from '../browser/lab.ts';
import { builtSite } from './built-site.ts';
import { median, percentile, table } from './table.ts';

const RUNS = 60;

/** Measures `docker images` in the first lesson. */
export async function bench(): Promise<void> {
  const site = await serveSite(builtSite(), { port: 0 });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const lab = await Lab.open(page, site.url, 'start/push-your-first-image');
    await lab.type('docker images');
    await lab.shows(/myapp/);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      await lab.type('clear');
      await page.keyboard.type('docker images');
      await page.waitForTimeout(100);
      await page.evaluate(watch);
      await page.keyboard.press('Enter');
      times.push(await page.evaluate(() => (globalThis as unknown as { seen: Promise<number> }).seen));
    }
    const [middle, high] = [median(times), percentile(times, 0.95)];
    table(
      ['command', 'median, ms', '95th percentile, ms (at most 16)'],
      [['docker images', middle.toFixed(1), high.toFixed(1)]],
    );
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Runs in the page, so that both ends are seen there: the key as it comes in, the line as it stands in the document. */
function watch(): void {
  const seen = new Promise<number>((resolve) => {
    let pressed = 0;
    const rows = document.querySelector('.xterm-rows')!;
    const key = (): void => {
      pressed = performance.now();
    };
    addEventListener('keydown', key, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!/myapp\s+1\.0/.test(rows.textContent ?? '')) return;
      observer.disconnect();
      resolve(performance.now() - pressed);
    });
    observer.observe(rows, { subtree: true, childList: true, characterData: true });
  });
  Object.assign(globalThis, { seen });
}

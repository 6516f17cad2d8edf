/** From Enter to the last line of a local command's output, in Chromium. */
import { serveSite } from '../../src/node/site.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Lab } from '../browser/lab.ts';

const RUNS = 60;

/** Measures `docker images` in the first lesson; gives the rows of a table. */
export async function benchCommand(dist: string): Promise<Record<string, string | number>[]> {
  const site = await serveSite(dist, { port: 0 });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const lab = await Lab.open(page, site.url, 'start/push-your-first-image');
    await lab.type('docker images');
    await lab.shows('myapp');
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      await lab.type('clear');
      await page.keyboard.type('docker images');
      await page.waitForTimeout(100);
      // Both ends are seen by the page itself: the key as it comes in, the line as it stands in the document.
      const seen = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let pressed = 0;
            const rows = document.querySelector('.xterm-rows')!;
            addEventListener('keydown', () => (pressed = performance.now()), { capture: true, once: true });
            const observer = new MutationObserver(() => {
              if (!/myapp\s+1\.0/.test(rows.textContent ?? '')) return;
              observer.disconnect();
              resolve(performance.now() - pressed);
            });
            observer.observe(rows, { subtree: true, childList: true, characterData: true });
          }),
      );
      await page.keyboard.press('Enter');
      times.push(await seen);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): string => times[Math.floor(times.length * share)]!.toFixed(1);
    return [
      { command: 'docker images', 'median, ms': at(0.5), '95th percentile, ms (at most 16)': at(0.95) },
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}

import type { Page } from 'playwright-core';

/**
 * From Enter to the last line of what `docker images` prints, in a page whose terminal is the first, in milliseconds:
 * `myapp` is the oldest image, so its line comes last.
 */
export async function answerTime(page: Page): Promise<number> {
  await page.bringToFront();
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.press('Control+l');
  await page.keyboard.type('docker images');
  await page.waitForTimeout(100);
  await page.evaluate(watch);
  await page.keyboard.press('Enter');
  return page.evaluate(() => (globalThis as unknown as { seen: Promise<number> }).seen);
}

/** Commands at once after the prompt, while the lesson loads the rest of itself and shows that its first step is done. */
export const FIRST = 10;
/** What a reader needs at least before the next command is typed, in milliseconds. */
const PAUSE = 1000;

/** The first answers of a lesson's page. Afterwards it has come to rest. */
export async function firstAnswers(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < FIRST; run += 1) times.push(await answerTime(page));
  await page.waitForSelector('[data-lab="terminal"][data-complete]');
  await page.waitForTimeout(PAUSE);
  return times;
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

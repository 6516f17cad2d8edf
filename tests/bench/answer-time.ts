import type { Page } from 'playwright-core';

/** When the last line of an answer was there, in milliseconds after Enter. */
interface Answer {
  /** The page had it from the worker, `NaN` without {@link noteAnswers}: from then on the terminal is at work alone. */
  come: number;
  /** It stood in the document. */
  shown: number;
}

/** What the pages' scripts here keep between them. */
type Notes = { seen: Promise<Answer>; come: number };

/** Has a page note when its worker's answers come in; to be called before it is opened. */
export async function noteAnswers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const notes = globalThis as unknown as Notes;
    globalThis.Worker = class extends Worker {
      constructor(...options: ConstructorParameters<typeof Worker>) {
        super(...options);
        this.addEventListener('message', ({ data }) => {
          const now = performance.now();
          const text = data?.data ?? data;
          if (typeof text === 'string' && /myapp\s+1\.0/.test(text)) notes.come = now;
        });
      }
    };
  });
}

/** How long `docker images` takes, from Enter to the last line as it stands in the document, in milliseconds. */
export async function answerTime(page: Page): Promise<number> {
  return (await answer(page)).shown;
}

/**
 * The times of the last line of what `docker images` prints, in a page whose terminal is the first: `myapp` is the
 * oldest image, so its line comes last.
 */
export async function answer(page: Page): Promise<Answer> {
  await page.bringToFront();
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.press('Control+l');
  await page.keyboard.type('docker images');
  await page.waitForTimeout(100);
  await page.evaluate(watch);
  await page.keyboard.press('Enter');
  return page.evaluate(() => (globalThis as unknown as Notes).seen);
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
  const notes = globalThis as unknown as Notes;
  notes.come = Number.NaN;
  notes.seen = new Promise((resolve) => {
    let pressed = 0;
    const rows = document.querySelector('.xterm-rows')!;
    const key = (): void => {
      pressed = performance.now();
    };
    addEventListener('keydown', key, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!/myapp\s+1\.0/.test(rows.textContent ?? '')) return;
      observer.disconnect();
      resolve({ come: notes.come - pressed, shown: performance.now() - pressed });
    });
    observer.observe(rows, { subtree: true, childList: true, characterData: true });
  });
}

import type { Locator, Page } from 'playwright-core';

/** How long to wait for what must come, on a machine that does much else. */
export const PATIENT = { timeout: 20_000 };

/** The lab of a lesson page, used as a learner uses it: by keyboard and by what can be seen. */
export class Lab {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, site: string, lesson: string): Promise<Lab> {
    await page.goto(`${site}lessons/${lesson}/`);
    const lab = new Lab(page);
    await lab.ready();
    return lab;
  }

  get terminal(): Locator {
    return this.page.locator('[data-lab="terminal"]');
  }

  step(id: string): Locator {
    return this.page.locator(`[data-step="${id}"]`);
  }

  async ready(): Promise<void> {
    await this.page.waitForSelector('[data-lab="terminal"][data-ready]');
  }

  async machine(name: string): Promise<void> {
    if ((await this.terminal.getAttribute('data-machine')) === name) return;
    await this.page.getByRole('tab', { name }).click();
    await this.page.waitForSelector(`[data-lab="terminal"][data-machine="${name}"][data-ready]`);
  }

  /** Types lines, each with Enter, without looking at what they do. */
  async type(text: string): Promise<void> {
    await this.page.locator('.xterm-helper-textarea').focus();
    for (const line of text.trim().split('\n')) {
      await this.page.keyboard.type(line);
      await this.page.keyboard.press('Enter');
    }
  }

  /** What the terminal shows, lines without their trailing blanks. */
  async screen(): Promise<string> {
    const rows = await this.page.locator('.xterm-rows > div').allTextContents();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** Waits until the terminal shows a text. */
  async shows(text: RegExp): Promise<void> {
    await until(
      async () => text.test(await this.screen()),
      () => this.screen(),
    );
  }

  /** Waits until the browser keeps a text: a terminal's as it was last drawn, with the keys typed since. */
  async kept(text: RegExp): Promise<void> {
    await until(
      async () => text.test(await this.page.evaluate(latestKept)),
      () => this.page.evaluate(latestKept),
    );
  }

  /** Waits until a step is done. */
  async done(id: string): Promise<void> {
    const state = () => this.step(id).getAttribute('data-state');
    await until(
      async () => (await state()) === 'done',
      () => this.screen(),
    );
  }

  /** Ids of the steps that are done, in order. */
  async stepsDone(): Promise<string[]> {
    const cards = this.page.locator('[data-step][data-state="done"]');
    return cards.evaluateAll((list) => list.map((card) => (card as HTMLElement).dataset.step ?? ''));
  }
}

/** Runs in the page: what the latest entry in its database holds of the terminals. */
async function latestKept(): Promise<string> {
  const result = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await result(indexedDB.open('tagboat'));
  const entries = await result(database.transaction('entries').objectStore('entries').getAll());
  database.close();
  const screens: { text: string; keys: string }[] = Object.values(entries.at(-1)?.screens ?? {});
  return screens.map(({ text, keys }) => text + keys).join('\n');
}

/** Waits for something to become true; a failure shows what the terminal showed. */
async function until(met: () => Promise<boolean>, screen: () => Promise<string>): Promise<void> {
  const end = Date.now() + PATIENT.timeout;
  while (!(await met())) {
    if (Date.now() > end) throw new Error(`it did not come true; the terminal shows:\n${await screen()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

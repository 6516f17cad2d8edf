import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { Lab, PATIENT } from './lab.ts';

const LESSON = 'start/push-your-first-image';
const site = inject('site');

describe.skipIf(!site)('what is kept, and what happens when it cannot be', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const notice = (of: Page): Promise<string | null> => of.locator('.notice').textContent();

  test('a reload brings back the shell, its variables and a line half typed', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await lab.type('cd /tmp; x=kept');
    await lab.shows(/\/tmp\$$/);
    await page.keyboard.type('echo $x $PWD');
    await lab.kept(/echo \$x \$PWD$/);
    const before = await lab.screen();
    await page.reload();
    await lab.ready();
    await lab.shows(/echo \$x \$PWD$/);
    expect(await lab.screen()).toBe(before);
    await lab.type('');
    await lab.shows(/^kept \/tmp$/m);
  });

  test('undo and reset, and undo of the reset', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await lab.type('echo one > file');
    await lab.shows(/file\n.*\$$/);
    await lab.type('rm file');
    await lab.shows(/rm file\n.*\$$/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await lab.shows(/echo one > file\n.*\$$/);
    await lab.type('cat file');
    await lab.shows(/^one$/m);
    await page.getByRole('button', { name: 'Reset' }).click();
    await lab.shows(/^\S+\$$/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await lab.shows(/^one$/m);
  });

  test('the second tab is told, and can take over', async () => {
    await Lab.open(page, site, LESSON);
    const second = await context.newPage();
    await Lab.open(second, site, LESSON);
    await expect.poll(() => notice(second), PATIENT).toContain('another tab');
    await second.getByRole('button', { name: 'Keep it here instead' }).click();
    await expect.poll(() => notice(page), PATIENT).toContain('taken over');
  });

  test('a damaged save is set aside, and the lesson begins anew', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await lab.type('docker images');
    await lab.done('look');
    await lab.kept(/myapp/);
    // On a page whose lab does not keep anything meanwhile.
    await page.goto(site);
    await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('tagboat');
        request.onsuccess = () => resolve(request.result);
      });
      const entries = database.transaction('entries', 'readwrite').objectStore('entries');
      entries.openCursor().onsuccess = (event) => {
        const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
        cursor?.update({ format: 1, lesson: cursor.value.lesson, world: { version: 1, machines: null } });
        cursor?.continue();
      };
      await new Promise((resolve) => {
        entries.transaction.oncomplete = resolve;
      });
      database.close();
    });
    await Lab.open(page, site, LESSON);
    await expect.poll(() => notice(page), PATIENT).toContain('set aside');
    expect(await lab.stepsDone()).toEqual([]);
    await lab.type('echo works');
    await lab.shows(/^works$/m);
  });

  test('without storage everything works, and the learner is told', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    const lab = await Lab.open(page, site, LESSON);
    await expect.poll(() => notice(page), PATIENT).toContain('stores nothing');
    await lab.type('docker images');
    await lab.done('look');
  });

  test('a worker that dies is replaced, with everything up to the last command', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await lab.type('docker images');
    await lab.done('look');
    await lab.kept(/myapp/);
    await page.workers()[0]!.evaluate(() => close());
    await page.keyboard.type('x');
    await expect.poll(() => notice(page), PATIENT).toContain('started again');
    await lab.ready();
    expect(await lab.screen()).toContain('myapp');
    expect(await lab.stepsDone()).toEqual(['look']);
    await lab.type('echo alive');
    await lab.shows(/^alive$/m);
  });

  test('Ctrl-C ends a loop that never sleeps', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await lab.type('while true; do :; done');
    await page.waitForTimeout(500);
    await page.keyboard.press('Control+c');
    await lab.shows(/\^C\n+\S+\$$/);
  });

  test('after loading nothing needs the network', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await page.waitForSelector('[data-lab="terminal"][data-complete]');
    await context.setOffline(true);
    await lab.type('docker images');
    await lab.done('look');
    await lab.type('docker pull busybox');
    await lab.shows(/Status: Downloaded newer image/);
  });
});

import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { Lab } from './lab.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const LESSON = 'start/push-your-first-image';
const site = inject('site');

interface AxeResults {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
}

describe.skipIf(!site)('accessibility', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  // Each begins in one theme and changes to the other, as the system's does in the evening. What moves would be seen
  // in colours between the two.
  const cases = ['', 'lessons/', 'fidelity/', 'sandbox/', `lessons/${LESSON}/`].flatMap((path) => [
    { path, width: 1440, schemes: ['light', 'dark'] as const },
    { path, width: 390, schemes: ['dark', 'light'] as const },
  ]);
  test.each(cases)(
    'axe finds nothing, and nothing fails: /$path $width $schemes',
    async ({ path, width, schemes }) => {
      const context = await browser.newContext({
        colorScheme: schemes[0],
        reducedMotion: 'reduce',
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(site + path);
      if (path.includes(LESSON)) {
        const lab = new Lab(page);
        await lab.ready();
        await lab.type('ls --nonsense');
        await lab.shows(/nonsense/);
        await page.locator('[data-current] [data-do="hint"]').click();
        await page.locator('[data-current] [data-do="solution"]').click();
      }
      await page.addScriptTag({ path: AXE });
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        await page.waitForSelector(`html[data-theme="${colorScheme}"]`);
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        expect(
          violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${colorScheme}: ${id}: ${node.html}\n${node.failureSummary}`),
          ),
        ).toEqual([]);
      }
      expect(errors).toEqual([]);
      await context.close();
    },
  );

  test('the keyboard alone gets into the terminal, through it and out again', async () => {
    const page = await browser.newPage();
    const lab = await Lab.open(page, site, LESSON);
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.closest('[data-lab], .lab')?.className ?? '');
    await page.locator('[data-do="reset"]').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await page.keyboard.type('ec');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.do)).toBe('reset');
    expect(await focused()).toBeDefined();
    await page.close();
    expect(lab).toBeDefined();
  });
});

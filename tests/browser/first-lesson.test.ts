import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { lessonSchema } from '../../src/exercise/index.ts';
import { launchChromium } from './chromium.ts';
import { Lab, PATIENT } from './lab.ts';

const LESSON = 'start/push-your-first-image';
const source = readFileSync(
  join(import.meta.dirname, '../../content/docs/lessons/start/01-push-your-first-image.mdx'),
  'utf8',
);
const { steps } = lessonSchema.parse(parse(source.split('---\n')[1]!));
const site = inject('site');

describe.skipIf(!site)('the first lesson, typed with a keyboard in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    errors.length = 0;
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });

  test('by its solutions, every step turns green in its turn', async () => {
    const lab = await Lab.open(page, site, LESSON);
    const done: string[] = [];
    for (const step of steps) {
      await lab.machine(step.on);
      await lab.type(step.solution);
      await lab.done(step.id);
      done.push(step.id);
      expect(await lab.stepsDone()).toEqual(done);
    }
    await expect.poll(() => page.locator('.lab .now').textContent(), PATIENT).toContain('Done!');
    await page.getByRole('link', { name: 'sandbox' }).last().click();
    await lab.ready();
    await lab.type('docker images');
    await lab.shows(/^myapp\s+1\.0/m);
  });

  test('with every mistake explained and taken back, a reload in the middle, and on to the end', async () => {
    const lab = await Lab.open(page, site, LESSON);
    const middle = steps.findIndex(({ on }) => on === 'server') + 1;
    for (const [i, step] of steps.entries()) {
      await lab.machine(step.on);
      for (const mistake of step.mistakes) {
        await lab.shows(/\$$/);
        const before = await lab.screen();
        await lab.type(mistake.run);
        const say = lab.step(step.id).locator('.say');
        const plain = mistake.say.replace(/[`*]/g, '');
        await expect.poll(() => say.textContent(), PATIENT).toBe(plain);
        expect(await lab.step(step.id).getAttribute('data-state')).toBe('open');
        await page.getByRole('button', { name: 'Undo' }).click();
        await expect.poll(() => lab.screen(), PATIENT).toBe(before);
        await expect.poll(() => say.isVisible(), PATIENT).toBe(false);
      }
      await lab.type(step.solution);
      await lab.done(step.id);
      if (i !== middle) continue;
      await lab.shows(/\$$/);
      const before = { screen: await lab.screen(), done: await lab.stepsDone() };
      await page.reload();
      await lab.ready();
      expect(await lab.terminal.getAttribute('data-machine')).toBe(step.on);
      await expect.poll(() => lab.stepsDone(), PATIENT).toEqual(before.done);
      expect(await lab.screen()).toBe(before.screen);
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.press('ArrowUp');
      await expect
        .poll(async () => (await lab.screen()).replaceAll('\n', ''), PATIENT)
        .toSatisfy((screen: string) => screen.endsWith(step.solution));
      await page.keyboard.press('Control+u');
    }
    expect(await lab.stepsDone()).toEqual(steps.map(({ id }) => id));
  });

  test('hints open one at a time, and the solution is typed on demand', async () => {
    const lab = await Lab.open(page, site, LESSON);
    const [first] = steps;
    const card = lab.step(first!.id);
    for (let open = 1; open <= first!.hints.length; open += 1) {
      await card.locator('[data-do="hint"]').click();
      expect(await card.locator('.hints li:visible').count()).toBe(open);
    }
    expect(await card.locator('[data-do="hint"]').isDisabled()).toBe(true);
    expect(await card.locator('.solution').isVisible()).toBe(false);
    await card.locator('[data-do="solution"]').click();
    await card.locator('[data-do="type"]').click();
    await lab.done(first!.id);
    expect(await lab.screen()).toContain(first!.solution);
  });

  test('what is missing is said in words', async () => {
    const lab = await Lab.open(page, site, LESSON);
    await lab.type(steps[0]!.solution);
    await lab.done(steps[0]!.id);
    await lab.type('true');
    const conditions = lab.step(steps[1]!.id).locator('.conditions li');
    await expect.poll(() => conditions.first().textContent(), PATIENT).toContain('Wanted:');
    expect(await conditions.first().textContent()).toContain('So far:');
  });
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { Lab } from './lab.ts';

const site = inject('site');

describe.skipIf(!site)('the terminal, as a newcomer uses it', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('Ctrl-V pastes what was copied on the page', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    const lab = await Lab.open(page, site, 'start/push-your-first-image');
    await page.evaluate(() => navigator.clipboard.writeText('echo pasted $((6 * 7))'));
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('Control+v');
    await lab.shows(/\$ echo pasted \$\(\(6 \* 7\)\)$/);
    await page.keyboard.press('Enter');
    await lab.shows(/^pasted 42$/m);
    await context.close();
  });

  test('the theme that is chosen is kept, and a value that is none is taken for the system’s', async () => {
    const context = await browser.newContext({ colorScheme: 'light' });
    const page = await context.newPage();
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await page.goto(site);
    expect(await theme()).toBe('light');
    await page.getByLabel('Theme').first().selectOption('dark');
    expect(await theme()).toBe('dark');
    await page.reload();
    expect(await theme()).toBe('dark');
    expect(await page.getByLabel('Theme').first().inputValue()).toBe('dark');
    await page.evaluate(() => localStorage.setItem('starlight-theme', 'no theme'));
    await page.reload();
    expect(await theme()).toBe('light');
    expect(await page.getByLabel('Theme').first().inputValue()).toBe('auto');
    await context.close();
  });
});

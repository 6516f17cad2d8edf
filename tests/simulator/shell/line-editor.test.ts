import { describe, expect, test } from 'vitest';
import { makeHost } from './host.ts';
import { openScreen, PROMPT, Screen } from './screen.ts';

const UP = '\x1b[A';
const DOWN = '\x1b[B';
const LEFT = '\x1b[D';

describe('line editing', () => {
  test('inserts in the middle, kills and yanks', async () => {
    const screen = await openScreen();
    await screen.type('echo world', '\x01', '\x1bf', ' big', '\x05', '!');
    expect(screen.last).toBe(`${PROMPT}echo big world!`);
    await screen.type('\x17', '\x17', 'x ', '\x19');
    expect(screen.last).toBe(`${PROMPT}echo x big world!`);
    await screen.type('\x01', '\x0b');
    expect(screen.last).toBe(PROMPT.trimEnd());
    await screen.type('\x19', '\x15');
    expect(screen.last).toBe(PROMPT.trimEnd());
  });

  test('puts the cursor right after wide characters', async () => {
    const screen = await openScreen();
    await screen.type('日本語', LEFT);
    expect(screen.cursor).toBe(PROMPT.length + 4);
    await screen.type('x');
    expect(screen.last).toBe(`${PROMPT}日本x語`);
  });

  test('edits a line longer than the screen is wide', async () => {
    const screen = await openScreen({ columns: 30 });
    const long = 'echo abcdefghijklmnopqrstuvwxyz0123456789';
    await screen.type(long, '\x01', '#');
    expect(screen.text().replaceAll('\n', '')).toBe(`${PROMPT}#${long}`);
    await screen.type('\x05', '\x15');
    expect(screen.text()).toBe(PROMPT.trimEnd());
  });

  test('keeps its place when the window changes its width', async () => {
    const screen = await openScreen({ columns: 60 });
    await screen.type('echo abcdefghijklmnopqrstuvwxyz');
    screen.resize(30, 12);
    await screen.rest();
    await screen.type('!');
    expect(screen.text().replaceAll('\n', '')).toBe(`${PROMPT}echo abcdefghijklmnopqrstuvwxyz!`);
  });

  test('takes pasted lines as text until Enter', async () => {
    const screen = await openScreen();
    await screen.type('\x1b[200~echo a\necho b\x1b[201~');
    expect(screen.commands).toEqual([]);
    await screen.type('\r');
    expect(screen.text()).toContain('\na\nb\n');
  });

  test('^C drops the line, ^L clears the screen', async () => {
    const screen = await openScreen();
    await screen.type('echo no', '\x03');
    expect(screen.text()).toBe(`${PROMPT}echo no^C\n${PROMPT.trimEnd()}`);
    await screen.type('abc', '\x0c');
    expect(screen.text().trim()).toBe(`${PROMPT}abc`);
  });
});

describe('history', () => {
  test('goes up and down and keeps the line that was being typed', async () => {
    const screen = await openScreen();
    await screen.run('echo one');
    await screen.run('echo two');
    await screen.type('draft', UP, UP);
    expect(screen.last).toBe(`${PROMPT}echo one`);
    await screen.type(DOWN, DOWN);
    expect(screen.last).toBe(`${PROMPT}draft`);
  });

  test('searches backwards', async () => {
    const screen = await openScreen();
    await screen.run('echo alpha');
    await screen.run('echo beta');
    await screen.type('\x12', 'alp');
    expect(screen.last).toBe("(reverse-i-search)`alp': echo alpha");
    await screen.type('\r');
    expect(screen.commands.at(-1)?.line).toBe('echo alpha');
  });

  test('expands !! and shows what it became', async () => {
    const screen = await openScreen();
    await screen.run('echo hi');
    await screen.run('!! there');
    expect(screen.text()).toContain('!! there\necho hi there\nhi there\n');
    await screen.run('!nosuch');
    expect(screen.text()).toContain('bash: !nosuch: event not found');
  });

  test('is in ~/.bash_history after each command', async () => {
    const host = makeHost();
    const screen = new Screen(host);
    await screen.rest();
    await screen.run('echo secret');
    expect(host.files.readText('/home/jsingh/.bash_history')).toBe('echo secret\n');
  });
});

describe('completion', () => {
  test('completes commands and files, lists what is ambiguous', async () => {
    const screen = await openScreen();
    await screen.run('mkdir project; touch project/readme.md project/recipe.txt "a b"');
    await screen.type('who', '\t', '\r');
    await screen.shows('whoami \njsingh');
    await screen.type('cat proj', '\t', 're', '\t', '\t');
    expect(screen.text()).toContain('readme.md   recipe.txt');
    await screen.type('a', '\t');
    expect(screen.last).toBe(`${PROMPT}cat project/readme.md`);
    await screen.type('\x15', 'ls a', '\t');
    expect(screen.last).toBe(`${PROMPT}ls a\\ b`);
  });

  test("asks docker's own __complete", async () => {
    const host = makeHost({
      docker: () => async (process) => {
        const asked = process.argv.slice(1).join(' ');
        await process.stdout.write(
          /^__complete im/.test(asked) ? 'image\tManage\nimages\tList\n:4\n' : ':4\n',
        );
        return 0;
      },
    });
    const screen = new Screen(host);
    await screen.rest();
    await screen.type('docker im', '\t');
    await screen.shows('docker image');
    // The Tab that added something is not the first of the two that list.
    await screen.type('\t', '\t');
    await screen.shows('image   images');
  });
});

import { describe, expect, test } from 'vitest';
import { makeHost } from './host.ts';
import { openScreen, PROMPT, Screen } from './screen.ts';

const UP = '\x1b[A';

describe('prompt and commands', () => {
  test('shows the prompt, runs a command, tells how it ended', async () => {
    const screen = await openScreen();
    expect(screen.text()).toBe(PROMPT.trimEnd());
    await screen.run('echo hello');
    await screen.run('nosuch');
    expect(screen.text()).toBe(
      `${PROMPT}echo hello\nhello\n${PROMPT}nosuch\nbash: nosuch: command not found\n${PROMPT.trimEnd()}`,
    );
    expect(screen.commands).toEqual([
      { line: 'echo hello', status: 0 },
      { line: 'nosuch', status: 127 },
    ]);
  });

  test('asks for more lines while a command is not whole', async () => {
    const screen = await openScreen();
    await screen.type('for i in 1 2', '\r', 'do echo $i', '\r', 'done', '\r');
    expect(screen.text()).toContain('> do echo $i\n> done\n1\n2\n');
    await screen.type(UP);
    expect(screen.last).toBe(`${PROMPT}for i in 1 2; do echo $i; done`);
  });

  test('asks for more lines after the brace that begins a function', async () => {
    const screen = await openScreen();
    await screen.type('hi() {', '\r', 'echo hi $1', '\r', '}', '\r', 'hi you', '\r');
    await screen.shows('> echo hi $1\n> }\n');
    await screen.shows('hi you\nhi you\n');
  });

  test('reads here-documents line by line', async () => {
    const screen = await openScreen();
    await screen.type('cat <<E', '\r', 'one $((1+1))', '\r', 'E', '\r');
    await screen.shows('> one $((1+1))\n> E\none 2\n');
  });

  test('tells a syntax error as bash does', async () => {
    const screen = await openScreen();
    await screen.run('echo )');
    expect(screen.text()).toContain("bash: syntax error near unexpected token `)'");
    expect(screen.commands.at(-1)?.status).toBe(2);
  });
});

describe('programs on the terminal', () => {
  test('reads what is typed, with erasing, and ends on ^D', async () => {
    const screen = await openScreen();
    await screen.type('cat', '\r', 'helxo', '\x7f\x7f', 'lo', '\r', '\x04');
    expect(screen.text()).toBe(`${PROMPT}cat\nhello\nhello\n${PROMPT.trimEnd()}`);
  });

  test('hides a password', async () => {
    const screen = await openScreen();
    await screen.type('read -s -p "Password: " pw', '\r', 's3cret', '\r');
    await screen.run('echo "<$pw>"');
    expect(screen.text()).not.toMatch(/Password: .*s3cret/);
    expect(screen.text()).toContain('<s3cret>');
  });

  test.each([
    ['a loop of the shell itself', 'while :; do :; done'],
    ['a program', 'yes >/dev/null'],
    ['a pipeline', 'yes | cat >/dev/null'],
    ['one that waits for input', 'cat'],
    ['one that follows a file', 'tail -f /etc/passwd | cat'],
  ])('^C ends %s', async (_, line) => {
    const screen = await openScreen();
    await screen.type(line, '\r');
    await screen.rest();
    await screen.type('\x03');
    await screen.shows('^C\n');
    await screen.run('echo alive');
    expect(screen.text()).toContain('^C\n');
    expect(screen.text()).toContain('\nalive\n');
    expect(screen.commands[0]?.status).toBe(130);
  });

  test('shows running commands with their arguments, and jobs', async () => {
    const screen = await openScreen({ columns: 100 });
    await screen.run('sleep 1000 &');
    await screen.run('ps aux | grep "sleep 1000" | grep -v grep | wc -l');
    expect(screen.text()).toMatch(/\n1\n/);
    await screen.run('jobs');
    expect(screen.text()).toContain('[1]+  Running                 sleep 1000 &');
    await screen.run('kill %1');
    await screen.run('true');
    expect(screen.text()).toContain('[1]+  Terminated              sleep 1000');
  });

  test('knows when output is a terminal', async () => {
    const screen = await openScreen();
    await screen.run('[ -t 1 ] && echo tty; [ -t 1 ] | cat || echo no; ls /home | cat');
    expect(screen.text()).toContain('\ntty\n');
  });
});

describe('job control', () => {
  test('^Z stops a command, fg and bg continue it', async () => {
    const screen = await openScreen();
    await screen.type('cat', '\r', 'one', '\r', '\x1a');
    await screen.shows('one\none\n^Z\n[1]+  Stopped                 cat\n');
    await screen.run('echo $?');
    expect(screen.text()).toContain('\n148\n');
    await screen.type('fg', '\r', 'two', '\r');
    await screen.shows('fg\ncat\ntwo\ntwo');
    await screen.type('\x1a');
    await screen.run('bg');
    expect(screen.text()).toContain('\n[1]+ cat &\n');
    // It reads the terminal, which a job in the background may not.
    await screen.run('jobs');
    expect(screen.text()).toContain('[1]+  Stopped                 cat\n');
    await screen.type('fg', '\r', '\x04');
    await screen.run('jobs');
    expect(screen.last).toBe(PROMPT.trimEnd());
  });

  test('a stopped pipeline neither reads nor writes, and ends by kill', async () => {
    const screen = await openScreen();
    await screen.type('(cat; echo end) | cat', '\r', '\x1a');
    await screen.shows('Stopped                 ( cat; echo end ) | cat');
    await screen.run('kill %1');
    await screen.run('true');
    expect(screen.text()).toContain('[1]+  Terminated              ( cat; echo end ) | cat');
  });

  test('stopped jobs hold exit back once', async () => {
    const screen = await openScreen();
    await screen.type('cat', '\r', '\x1a');
    await screen.run('exit');
    expect(screen.text()).toContain('exit\nThere are stopped jobs.\n');
    await screen.type('exit', '\r');
    expect(await screen.session.ended).toBe(1);
  });

  test('^Z leaves the loop, ^C is the job’s alone', async () => {
    const screen = await openScreen();
    await screen.type('while true; do cat; done', '\r', '\x1a');
    await screen.run('echo $?');
    expect(screen.text()).toContain('\n148\n');
    await screen.run("trap 'echo trapped' INT");
    await screen.type('cat', '\r', '\x03');
    await screen.run('echo $?');
    expect(screen.text()).toContain('^C\n');
    expect(screen.text()).not.toContain('\ntrapped');
  });
});

describe('a session goes on after a reload', () => {
  test('directory, variables, functions, aliases, options and history', async () => {
    const host = makeHost();
    const first = new Screen(host);
    await first.rest();
    await first.run(
      'mkdir w; cd w; x=5; a=(1 2); export Y=z; greet() { echo "hi $1"; }; alias e=echo; set -o pipefail',
    );
    await first.run('false');
    const state = structuredClone(first.session.state());
    first.session.close();
    const second = new Screen(host, { state });
    await second.rest();
    expect(second.last).toBe('jsingh@laptop:~/w$');
    await second.run('echo $? $x $a $Y; greet you; e aliased; [[ -o pipefail ]] && echo piped');
    expect(second.text()).toContain('\n1 5 1 z\nhi you\naliased\npiped\n');
    await second.type(UP, UP);
    expect(second.last).toBe('jsingh@laptop:~/w$ false');
  });
});

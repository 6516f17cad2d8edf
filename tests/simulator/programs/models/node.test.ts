import { describe, expect, test, vi } from 'vitest';
import { Container } from './machine.ts';

/** What a program prints. */
async function print(source: string): Promise<string> {
  const { status, stdout, stderr } = await new Container('node').run(['node', '-e', source]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe('the language', () => {
  test.each([
    ['console.log(1 + 2 * 3, 2 ** 10, 7 % 3, "a" + 1)', '7 1024 1 a1\n'],
    ['let a = [3, 1, 2]; a.sort(); console.log(a, a.map((x) => x * 2))', '[ 1, 2, 3 ] [ 2, 4, 6 ]\n'],
    ['const { x, ...rest } = { x: 1, y: 2, z: 3 }; console.log(x, rest)', '1 { y: 2, z: 3 }\n'],
    ['const f = (n) => (n < 2 ? n : f(n - 1) + f(n - 2)); console.log(f(15))', '610\n'],
    [
      'class A { constructor(n) { this.n = n } get twice() { return this.n * 2 } } class B extends A { more() { return this.twice + 1 } } console.log(new B(4).more())',
      '9\n',
    ],
    [
      'try { null.x } catch (e) { console.log(e instanceof TypeError, e.message) }',
      "true Cannot read properties of null (reading 'x')\n",
    ],
    ['for (const [k, v] of Object.entries({ a: 1, b: 2 })) console.log(k + `=` + v)', 'a=1\nb=2\n'],
    [
      'console.log(JSON.stringify({ a: [1, null, "x"], b: undefined }), JSON.parse("[1]")[0])',
      '{"a":[1,null,"x"]} 1\n',
    ],
    ['const o = { a: null }; console.log(o?.a?.b, o.a ?? "none", typeof o.c)', 'undefined none undefined\n'],
    [
      'console.log("a-b-c".split("-").join("+"), "abc".replace(/b/, "x"), /(\\d+)/.exec("n12")[1])',
      'a+b+c axc 12\n',
    ],
    [
      'switch (2) { case 1: console.log(1); case 2: console.log(2); case 3: console.log(3); break; default: console.log(4) }',
      '2\n3\n',
    ],
  ])('%s', async (source, expected) => {
    expect(await print(source)).toBe(expected);
  });

  test('promises and timers keep their order', async () => {
    const source = `
      setTimeout(() => console.log('timer'), 0);
      Promise.resolve().then(() => console.log('microtask'));
      (async () => { await null; console.log('after await'); throw new Error('x') })().catch((e) => console.log('caught', e.message));
      `;
    expect(await print(source)).toBe('microtask\nafter await\ncaught x\ntimer\n');
  });
});

test('an uncaught error ends with status 1, exit with its own', async () => {
  const thrown = await new Container('node', { '/app.js': "throw new Error('broken')\n" }).run([
    'node',
    'app.js',
  ]);
  expect(thrown.status).toBe(1);
  expect(thrown.stderr).toContain('Error: broken');
  expect((await new Container('node').run(['node', '-e', 'process.exit(3)'])).status).toBe(3);
});

test('refuses what it cannot find, read or knows no option of', async () => {
  expect((await new Container('node').run(['node', 'nosuch.js'])).stderr).toContain(
    "Error: Cannot find module '/nosuch.js'",
  );
  const broken = await new Container('node', { '/a.js': 'let = ;\n' }).run(['node', 'a.js']);
  expect(broken.status).toBe(1);
  expect(broken.stderr).toContain('SyntaxError');
  expect((await new Container('node').run(['node', '--nosuch'])).status).toBe(9);
});

test('requires its own files and node’s modules, sees arguments and environment', async () => {
  const container = new Container('node', {
    '/app/index.js':
      "const { twice } = require('./lib/twice'); const fs = require('node:fs');\nconsole.log(twice(21), fs.readFileSync('/app/data.txt', 'utf8').trim(), process.env.NAME, process.argv.slice(2))\n",
    '/app/lib/twice.js': 'exports.twice = (n) => n * 2\n',
    '/app/data.txt': 'data\n',
  });
  const { stdout } = await container.run(['node', '/app/index.js', '--x'], { env: { NAME: 'me' } });
  expect(stdout).toBe("42 data me [ '--x' ]\n");
});

test('serves HTTP until it is told to stop', async () => {
  const container = new Container('node', {
    '/server.js': `
      const http = require('http');
      const server = http.createServer((req, res) => {
        if (req.url === '/json') { res.setHeader('Content-Type', 'application/json'); return res.end(JSON.stringify({ method: req.method })) }
        res.writeHead(404); res.end('no ' + req.url);
      });
      server.listen(3000, () => console.log('listening'));
      process.on('SIGTERM', () => { console.log('bye'); server.close(() => process.exit(0)) });`,
  });
  const process = container.start(['node', 'server.js']);
  await vi.waitFor(() => expect(container.stdout.text()).toBe('listening\n'));
  expect(await container.get('/json', 3000)).toEqual([200, '{"method":"GET"}']);
  expect(await container.get('/x', 3000)).toEqual([404, 'no /x']);
  process.signal('SIGTERM');
  expect(await process.exited).toBe(0);
  expect(container.stdout.text()).toBe('listening\nbye\n');
});

import { expect, test } from 'vitest';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import { runScript } from '../../../src/simulator/shell/index.ts';
import { capture, makeHost, textInput, USER } from '../shell/host.ts';

async function run(script: string) {
  const host = makeHost();
  host.network = {
    fetch: async ({ url }) => {
      if (url.endsWith('/moved'))
        return new Response(null, { status: 302, headers: { Location: '/page.txt' } });
      if (url.endsWith('/page.txt')) {
        return new Response('hello\n', { headers: { 'Content-Length': '6', 'Content-Type': 'text/plain' } });
      }
      return new Response('', { status: 404 });
    },
    resolve: (name) => {
      if (name === 'localhost') return '127.0.0.1';
      throw new NetworkError('no-such-host', name, '', 80);
    },
    listen: () => () => {},
  };
  const stdout = capture();
  const stderr = capture();
  const status = await runScript(host, script, { user: USER, stdin: textInput(''), stdout, stderr });
  return { stdout: stdout.text(), stderr: stderr.text(), status };
}

test('follows a redirect and saves under a free name', async () => {
  const { stdout, stderr, status } = await run(
    'wget -q localhost/page.txt; wget localhost:80/moved; ls; cat page.txt.1',
  );
  expect(stdout).toBe('page.txt\npage.txt.1\nhello\n');
  expect(stderr).toContain(
    'HTTP request sent, awaiting response... 302 Found\nLocation: /page.txt [following]\n',
  );
  expect(stderr).toContain('Length: 6 [text/plain]\nSaving to: ‘page.txt.1’\n');
  expect(stderr).toContain('‘page.txt.1’ saved [6/6]\n');
  expect(status).toBe(0);
});

test('ends with the status of what failed', async () => {
  const { stdout, stderr } = await run(
    'wget localhost/nope; echo $?; wget nosuch.example; echo $?; wget; echo $?; wget -qO- localhost/page.txt',
  );
  expect(stdout).toBe('8\n4\n1\nhello\n');
  expect(stderr).toContain(' ERROR 404: Not Found.\n');
  expect(stderr).toContain('wget: unable to resolve host address ‘nosuch.example’\n');
  expect(stderr).toContain('wget: missing URL\nUsage: wget [OPTION]... [URL]...\n');
});

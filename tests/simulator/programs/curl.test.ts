import { beforeEach, expect, test } from 'vitest';
import { freshWorlds, openWorlds } from './cloud-world.ts';

/** Compared with what curl 7.88.1 of Debian 12 prints to the same server. */

const { $, world } = freshWorlds(() => openWorlds([], []));
beforeEach(() => {
  world().machine('laptop').host.network.listen(8000, answer);
});

/** What curl sent comes back as the answer's body. */
async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const status = Number(/^\/status\/(\d+)/.exec(pathname)?.[1] ?? 200);
  if (pathname === '/redirect')
    return new Response('moved\n', { status: 302, headers: { location: '/echo' } });
  if (pathname === '/loop') return new Response('', { status: 302, headers: { location: '/loop' } });
  if (pathname === '/short') return new Response('abc', { headers: { 'content-length': '100' } });
  if (pathname === '/silence') return new Promise(() => {});
  const lines = [...request.headers].map(([name, value]) => `${name}: ${value}\n`).join('');
  const text = `${request.method} ${pathname}${search}\n${lines}\n${await request.text()}\n`;
  return new Response(pathname === '/json' || status !== 200 ? `{"status":${status}}\n` : text, {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

const MANUAL = "curl: try 'curl --help' or 'curl --manual' for more information\n";

test.each([
  ['curl', `${MANUAL}[2]`],
  ['curl -d x', `curl: no URL specified!\n${MANUAL}[2]`],
  ['curl --foo', `curl: option --foo: is unknown\n${MANUAL}[2]`],
  ['curl -sx', `curl: option -sx: requires parameter\n${MANUAL}[2]`],
  ['curl --retr 3 x', `curl: option --retr: is ambiguous\n${MANUAL}[2]`],
  ['curl -m abc x', `curl: option -m: expected a proper numerical parameter\n${MANUAL}[2]`],
  ['curl --max-time -1 x', `curl: option --max-time: expected a positive numerical parameter\n${MANUAL}[2]`],
  ['curl -m 1e300 x', `curl: option -m: too large number\n${MANUAL}[2]`],
  ['curl --no-user x', `curl: option --no-user: used '--no-' for option that isn't a boolean\n${MANUAL}[2]`],
  [
    'curl -f --fail-with-body x',
    `curl: You must select either --fail or --fail-with-body, not both.\ncurl: option --fail-with-body: is badly used here\n${MANUAL}[2]`,
  ],
  [
    'curl -I -d x localhost:8000',
    'Warning: You can only select one HTTP request method! You asked for both POST \nWarning: (-d, --data) and HEAD (-I, --head).\n[2]',
  ],
])('%s', async (line, text) => {
  expect(await $(line)).toBe(text);
});

test.each([
  ['http://nosuch.invalid/', '(6) Could not resolve host: nosuch.invalid\n[6]'],
  ['localhost:1', "(7) Failed to connect to localhost port 1 after 0 ms: Couldn't connect to server\n[7]"],
  ['ftpx://x', '(1) Protocol "ftpx" not supported or disabled in libcurl\n[1]'],
  ['http://', '(3) URL using bad/illegal format or missing URL\n[3]'],
  ["'localhost:8000/a b'", '(3) URL using bad/illegal format or missing URL\n[3]'],
  [
    "'http://127.0.0.1:1/[3-1]'",
    `(3) bad range in URL position 25:\nhttp://127.0.0.1:1/[3-1]\n${' '.repeat(24)}^\n[3]`,
  ],
  [
    "'http://127.0.0.1:1/{a'",
    `(3) unmatched brace in URL position 20:\nhttp://127.0.0.1:1/{a\n${' '.repeat(19)}^\n[3]`,
  ],
  ['-f localhost:8000/status/404', '(22) The requested URL returned error: 404\n[22]'],
  ['-L --max-redirs 2 localhost:8000/loop', '(47) Maximum (2) redirects followed\n[47]'],
  ['-o nodir/x localhost:8000/json', '(23) Failure writing output to destination\n[23]'],
  [
    '-m 2 localhost:8000/silence',
    '(28) Operation timed out after 2000 milliseconds with 0 bytes received\n[28]',
  ],
])('curl -sS %s', async (rest, text) => {
  expect(await $(`curl -sS ${rest}`)).toBe(`curl: ${text}`);
});

test('a body that ends too early', async () => {
  expect(await $('curl -sS localhost:8000/short')).toBe(
    'abccurl: (18) transfer closed with 97 bytes remaining to read\n[18]',
  );
});

test('bodies, and how they are encoded', async () => {
  const body = async (options: string) =>
    (await $(`curl -s ${options} localhost:8000/echo | tail -n 1`)).trimEnd();
  expect(await body('-d a=1 -d b=2')).toBe('a=1&b=2');
  expect(await body("--data-urlencode 'q=a b&c=d'")).toBe('q=a+b%26c%3Dd');
  expect(await body(`--json '{"a":' --json '1}'`)).toBe('{"a":1}');
  await $("printf 'one\\ntwo\\n' > f");
  expect(await body('-d @f')).toBe('onetwo');
  expect(await body('--data-urlencode n@f')).toBe('n=one%0Atwo%0A');
  expect(await body('--data-raw @f')).toBe('@f');
  expect(await $('curl -s -T f localhost:8000/dir/ | head -n 1')).toBe('PUT /dir/f\n');
  expect(await $("curl -s -G -d a=1 --data-urlencode 'b=c d' 'localhost:8000/echo?z=2' | head -n 1")).toBe(
    'GET /echo?z=2&a=1&b=c+d\n',
  );
});

test('-v tells everything in the order of the wire', async () => {
  expect(
    (await $('curl -sv -u a:b -d x localhost:8000/json')).replaceAll('\r', ''),
  ).toBe(`*   Trying 127.0.0.1:8000...
* Connected to localhost (127.0.0.1) port 8000 (#0)
* Server auth using Basic with user 'a'
> POST /json HTTP/1.1
> Host: localhost:8000
> Authorization: Basic YTpi
> User-Agent: curl/7.88.1
> Accept: */*
> Content-Length: 1
> Content-Type: application/x-www-form-urlencoded
> 
} [1 bytes data]
< HTTP/1.1 200 OK
< Content-Type: application/json
< 
{ [15 bytes data]
{"status":200}
* Connection #0 to host localhost left intact
`);
  expect(await $('curl -sLv -d x localhost:8000/redirect')).toContain(
    "* Issue another request to this URL: 'http://localhost:8000/echo'\n* Switch from POST to GET\n* Found bundle for host: ",
  );
});

test('--retry waits as long as it says', async () => {
  const before = world().clock.now();
  expect(await $('curl --retry 2 -fS localhost:8000/status/503 2>&1 | grep -o "Warning.*\\|curl.*"')).toBe(
    'curl: (22) The requested URL returned error: 503\nWarning: Problem : HTTP error. Will retry in 1 seconds. 2 retries left.\ncurl: (22) The requested URL returned error: 503\nWarning: Problem : HTTP error. Will retry in 2 seconds. 1 retries left.\ncurl: (22) The requested URL returned error: 503\n',
  );
  expect(world().clock.now() - before).toBeGreaterThanOrEqual(3000);
});

test('-w, -o and patterns', async () => {
  expect(
    await $(
      "curl -s -o /dev/null -w '%{http_code} %{content_type} %{size_download} %{num_redirects} %{method}%%\\n' -L localhost:8000/redirect",
    ),
  ).toMatch(/^200 application\/json \d+ 1 GET%\n$/);
  expect(await $("curl -s -o '#1.txt' 'localhost:8000/{json,echo}'; ls *.txt")).toBe('echo.txt\njson.txt\n');
  expect(await $("curl -sS -w '%{foo}\\n' localhost:8000/json")).toContain(
    "curl: unknown --write-out variable: 'foo'",
  );
});

test.each([
  "-H 'é: x'",
  "-H 'X: é'",
  "-b 'a=\u00e9\u4e00'",
  '-u é:ü',
  "-X 'a b'",
  '-X CONNECT',
  '-o /',
  '-D /no/x',
  '-T /',
  '-w @/',
  "-w '%header{é} %{json'",
  '--netrc-file /nope',
  '-d @/',
  "'http://%zz/'",
  "'http://[::1]:8000/'",
  '-O http://localhost:8000/a/..',
  '--unix-socket /nope',
  '-G -d %zz',
])('curl ends by itself, and says why where it cannot go on: %s', async (rest) => {
  const { status } = await world().run('laptop', `curl -sS ${rest} localhost:8000/json`);
  expect([0, 3, 6, 7, 23, 26, 43, 52]).toContain(status);
});

test('credentials stay with their host', async () => {
  await $("printf 'machine localhost login ada password s3cret\\n' > ~/.netrc");
  expect(await $('curl -sn localhost:8000/echo')).toContain(`authorization: Basic ${btoa('ada:s3cret')}`);
  expect(await $('curl -s --oauth2-bearer tok localhost:8000/echo')).toContain('authorization: Bearer tok\n');
});

import { describe, expect, it } from 'vitest';
import { executableFile } from '../../../src/simulator/common/executable.ts';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import type { Process } from '../../../src/simulator/common/process.ts';
import { disk, engine, json, run } from './harness.ts';

const CONFIG = '/home/user/.docker/config.json';
const WARNING =
  "\nWARNING! Your credentials are stored unencrypted in '/home/user/.docker/config.json'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n";
const INSECURE = 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n';
const NON_TTY = 'Error: Cannot perform an interactive login from a non TTY device\n';

/** An engine that knows one password. */
const registry = engine(async (request, path) => {
  if (path !== '/auth') return json({ message: 'page not found' }, 404);
  const { username, password } = (await request.json()) as { username: string; password: string };
  return password === 's3cret' && username === 'learner'
    ? json({ Status: 'Login Succeeded', IdentityToken: '' })
    : json(
        { message: 'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password' },
        401,
      );
});

describe('docker login', () => {
  it('keeps what the registry accepts, in the file that the real CLI would write', async () => {
    const files = disk();
    const options = { engine: registry, files };
    const argv = ['login', 'registry.example.com', '-u', 'learner', '-p', 's3cret'];
    expect(await run(argv, options)).toMatchObject({
      stdout: 'Login Succeeded\n',
      stderr: INSECURE + WARNING,
      exit: 0,
    });
    expect(files.readText(CONFIG)).toBe(
      '{\n\t"auths": {\n\t\t"registry.example.com": {\n\t\t\t"auth": "bGVhcm5lcjpzM2NyZXQ="\n\t\t}\n\t}\n}',
    );
    expect(files.stat(CONFIG).mode).toBe(0o600);
    expect(files.stat('/home/user/.docker').mode).toBe(0o700);
    // The same again changes nothing, so there is nothing to warn of.
    expect((await run(['login', 'https://registry.example.com/v2/', ...argv.slice(2)], options)).stderr).toBe(
      INSECURE,
    );
    expect((await run(['login', 'registry.example.com'], options)).stderr).toBe(
      "Authenticating with existing credentials... [Username: learner]\n\n Info -> To login with a different account, run 'docker logout' followed by 'docker login'\n\n\n",
    );
    expect(await run(['logout', 'registry.example.com'], options)).toMatchObject({
      stdout: 'Removing login credentials for registry.example.com\n',
      exit: 0,
    });
    expect(files.readText(CONFIG)).toBe('{\n\t"auths": {}\n}');
  });

  it.each([
    [['-u', 'learner'], [], NON_TTY],
    [['-p', 's3cret'], [], INSECURE + NON_TTY],
    [['-u', '', '-p', 'x'], [], 'username is empty\n'],
    [['--password-stdin'], ['s3cret\n'], 'the --password-stdin option requires --username to be set\n'],
    [
      ['-u', 'a', '-p', 'b', '--password-stdin'],
      [],
      'conflicting options: cannot specify both --password and --password-stdin\n',
    ],
    [
      ['-u', 'learner', '--password-stdin'],
      ['wrong\n'],
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password\n',
    ],
  ])('refuses %j', async (flags, stdin, stderr) => {
    const files = disk();
    expect(await run(['login', ...flags], { engine: registry, files, stdin })).toMatchObject({
      stdout: '',
      stderr,
      exit: 1,
    });
    expect(files.exists(CONFIG)).toBe(false);
  });

  it('takes one line break off a password from standard input', async () => {
    for (const stdin of [['s3cret'], ['s3cret\n'], ['s3c', 'ret\r\n']]) {
      const result = await run(['login', '-u', 'learner', '--password-stdin'], { engine: registry, stdin });
      expect(result.stdout).toBe('Login Succeeded\n');
    }
  });

  it('asks on a terminal, without showing the password', async () => {
    const { output, exit } = await run(['login', 'registry.example.com'], {
      engine: registry,
      tty: 100,
      stdin: ['learner\n', 's3cret\n'],
    });
    expect(output).toBe(`Username: learner\nPassword: \n${WARNING}Login Succeeded\n`);
    expect(exit).toBe(0);
  });

  it.each([
    [['\n'], 'Username: \nError: Non-null Username Required\n', 1],
    [['learner\n', '\n'], 'Username: learner\nPassword: \nError: Password Required\n', 1],
    [['^C'], 'Username: \n', 0],
    [['learner\n', '^C'], 'Username: learner\nPassword: \n', 0],
  ])('at the prompt, %j', async (stdin, output, exit) => {
    const result = await run(['login', 'registry.example.com'], { engine: registry, tty: 100, stdin });
    expect(result).toMatchObject({ output, exit });
  });

  it('says when stored credentials serve no more, and asks for others', async () => {
    const files = disk();
    files.mkdir('/home/user/.docker');
    files.write(
      CONFIG,
      JSON.stringify({ auths: { 'https://index.docker.io/v1/': { auth: btoa('learner:old') } } }),
    );
    const { output } = await run(['login', 'docker.io'], {
      engine: registry,
      files,
      tty: 100,
      stdin: ['^C'],
    });
    expect(output).toContain('Stored credentials invalid or expired\n');
    expect(output).toContain('Failed to start web-based login - falling back to command line login...\n\n');
    expect(output).toContain('Username (learner): ');
  });
});

describe('web login', () => {
  const payload = btoa(JSON.stringify({ 'https://hub.docker.com': { username: 'learner' } }));

  it('waits until the code is confirmed, and keeps token and tokens', async () => {
    let polls = 0;
    const files = disk();
    const { output, exit } = await run(['login'], {
      engine: registry,
      files,
      tty: 100,
      stdin: ['\n'],
      network: async (request) => {
        switch (request.url) {
          case 'https://login.docker.com/oauth/device/code':
            return json({
              device_code: 'd',
              user_code: 'HXKR-LMWP',
              verification_uri_complete: 'https://login.docker.com/activate?user_code=HXKR-LMWP',
              expires_in: 900,
              interval: 5,
            });
          case 'https://login.docker.com/oauth/token':
            return ++polls < 3
              ? json({ error: 'authorization_pending' }, 403)
              : json({ access_token: `h.${payload}.s`, refresh_token: 'rt' });
          default:
            expect(request.headers.get('Authorization')).toBe(`Bearer h.${payload}.s`);
            return json({ data: { token: 's3cret' } }, 201);
        }
      },
    });
    expect(exit).toBe(0);
    expect(polls).toBe(3);
    expect(output).toContain('Your one-time device confirmation code is: \x1b[1mHXKR-LMWP\n\x1b[0m');
    expect(output).toContain('\x1b[4mhttps://login.docker.com/activate\n\x1b[0m');
    expect(output.match(/WARNING!/g)).toHaveLength(1);
    const { auths } = JSON.parse(files.readText(CONFIG)) as { auths: Record<string, { auth: string }> };
    expect(Object.entries(auths).map(([key, { auth }]) => [key, atob(auth)])).toEqual([
      ['https://index.docker.io/v1/', 'learner:s3cret'],
      ['https://index.docker.io/v1/access-token', `learner:h.${payload}.s`],
      ['https://index.docker.io/v1/refresh-token', 'learner:rt..L4v0dmlNBpYUjGGab0C2JtgTgXr1Qz4d'],
    ]);
  });
});

describe('credential helpers', () => {
  const withConfig = (config: object, ...helpers: string[]) => {
    const files = disk();
    files.mkdir('/home/user/.docker');
    files.write(CONFIG, JSON.stringify(config));
    files.mkdir('/usr/bin', { parents: true });
    for (const helper of helpers)
      files.write(`/usr/bin/docker-credential-${helper}`, executableFile(helper), 0o755);
    return files;
  };

  it('are told and asked by their own protocol', async () => {
    const files = withConfig({ credHelpers: { 'ghcr.io': 'safe' } }, 'safe');
    const kept = new Map<string, { ServerURL: string; Username: string; Secret: string }>();
    const calls: string[] = [];
    const spawn: Process['spawn'] = async ([program, action = ''], { stdin, stdout } = {}) => {
      const input = new TextDecoder().decode(await stdin!.read()).trim();
      calls.push(`${program} ${action}`);
      if (action === 'store') kept.set(JSON.parse(input).ServerURL, JSON.parse(input));
      if (action === 'erase') kept.delete(input);
      if (action === 'get' && !kept.has(input)) {
        await stdout!.write('credentials not found in native keychain\n');
        return 1;
      }
      if (action === 'get') await stdout!.write(JSON.stringify(kept.get(input)));
      return 0;
    };
    const options = { engine: registry, files, spawn };
    const first = await run(['login', 'ghcr.io', '-u', 'learner', '-p', 's3cret'], options);
    expect(first).toMatchObject({ stdout: 'Login Succeeded\n', stderr: INSECURE });
    expect(kept.get('ghcr.io')).toEqual({ ServerURL: 'ghcr.io', Username: 'learner', Secret: 's3cret' });
    expect(files.readText(CONFIG)).not.toContain('auth"');
    expect((await run(['login', 'ghcr.io'], options)).stderr).toContain('[Username: learner]');
    await run(['logout', 'ghcr.io'], options);
    expect(kept.size).toBe(0);
    expect(new Set(calls)).toEqual(
      new Set(['docker-credential-safe store', 'docker-credential-safe get', 'docker-credential-safe erase']),
    );
  });

  it('that are missing make a login fail, and a logout warn', async () => {
    const files = withConfig({ credsStore: 'desktop' });
    const missing = 'exec: "docker-credential-desktop": executable file not found in $PATH, out: ``\n';
    const options = { engine: registry, files };
    expect(await run(['login', '-u', 'learner', '-p', 's3cret'], options)).toMatchObject({
      stdout: '',
      stderr: `${INSECURE}Error saving credentials: error storing credentials - err: ${missing}`,
      exit: 1,
    });
    expect(await run(['logout'], options)).toMatchObject({
      stderr: `WARNING: error getting credentials - err: ${missing}WARNING: could not erase credentials:\nhttps://index.docker.io/v1/: error erasing credentials - err: ${missing}`,
      exit: 0,
    });
  });
});

describe('config.json', () => {
  it.each([
    ['{', 'unexpected EOF'],
    [
      '{"experimental":true}',
      'json: cannot unmarshal bool into Go struct field ConfigFile.experimental of type string',
    ],
    ['{"auths":{"a":{"auth":"bGVhcm5lcjpzM2NyZXQ"}}}', 'illegal base64 data at input byte 16'],
    ['{"auths":{},}', "invalid character '}' looking for beginning of object key string"],
    ['{"auths":{} "x":1}', `invalid character '"' after object key:value pair`],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['{"a":"b\n"}', "invalid character '\\n' in string literal"],
    [
      '{"auths":"x"}',
      'json: cannot unmarshal string into Go struct field ConfigFile.auths of type map[string]types.AuthConfig',
    ],
    [
      '{"auths":{"a":{"auth":5}}}',
      'json: cannot unmarshal number into Go struct field AuthConfig.auths.auth of type string',
    ],
    ['[]', 'json: cannot unmarshal array into Go value of type configfile.ConfigFile'],
    ['{"auths":{"a":{"auth":"!!"}}}', 'illegal base64 data at input byte 0'],
    ['{"auths":{"a":{"auth":"YQ=="}}}', 'Invalid auth configuration file'],
  ])('warns of %j', async (text, reason) => {
    const files = disk();
    files.mkdir('/home/user/.docker');
    files.write(CONFIG, text);
    const { stderr, stdout, exit } = await run(['context', 'show'], { files });
    expect(stderr).toBe(`WARNING: Error parsing config file (/home/user/.docker/config.json): ${reason}\n`);
    expect({ stdout, exit }).toEqual({ stdout: 'default\n', exit: 0 });
  });

  it('keeps what the CLI knows, in its order, when written', async () => {
    const files = disk();
    files.mkdir('/home/user/.docker');
    files.write(
      CONFIG,
      '{"currentContext":"","unknown":1,"psFormat":"{{.ID}} <&>","auths":{},"credHelpers":{"b":"x","a":"y"}}',
    );
    await run(['login', 'r.example.com', '-u', 'learner', '-p', 's3cret'], { engine: registry, files });
    expect(files.readText(CONFIG)).toBe(
      '{\n\t"auths": {\n\t\t"r.example.com": {\n\t\t\t"auth": "bGVhcm5lcjpzM2NyZXQ="\n\t\t}\n\t},\n\t"psFormat": "{{.ID}} \\u003c\\u0026\\u003e",\n\t"credHelpers": {\n\t\t"a": "y",\n\t\t"b": "x"\n\t}\n}',
    );
  });
});

describe('docker login without an engine', () => {
  /** A registry with Basic authentication at one address; nothing else answers. */
  const network = (at: string) => async (request: Request) => {
    const { origin, hostname, port, protocol } = new URL(request.url);
    if (origin !== at) {
      const failure = protocol === 'https:' && at.endsWith(hostname) ? 'plain-http' : 'refused';
      throw new NetworkError(failure, hostname, '203.0.113.1', Number(port || 443));
    }
    const known = request.headers.get('Authorization') === `Basic ${btoa('learner:s3cret')}`;
    return new Response(null, {
      status: known ? 200 : 401,
      statusText: known ? 'OK' : 'Unauthorized',
      headers: known ? {} : { 'WWW-Authenticate': 'Basic realm="registry"' },
    });
  };
  const line = (error: string) =>
    `time="2026-01-02T03:04:05Z" level=info msg="Error logging in to endpoint, trying next endpoint" endpoint="{false https://registry.example.com false false false 0xc000ADDRESS}" error=${JSON.stringify(error)}\n`;

  it.each([
    ['https://registry.example.com', 's3cret', 0, ''],
    [
      'https://registry.example.com',
      'wrong',
      1,
      'login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized',
    ],
    [
      'https://elsewhere.example.com',
      's3cret',
      1,
      'Get "https://registry.example.com/v2/": dial tcp 203.0.113.1:443: connect: connection refused',
    ],
  ])('asks the registry itself: at %s with %s', async (at, password, exit, error) => {
    const files = disk();
    const argv = ['login', 'registry.example.com', '-u', 'learner', '-p', password];
    const result = await run(argv, { files, network: network(at) });
    expect(result.exit).toBe(exit);
    expect(result.stdout).toBe(exit === 0 ? 'Login Succeeded\n' : '');
    expect(result.stderr.replace(/0xc000[0-9a-f]{6}/, '0xc000ADDRESS')).toBe(
      INSECURE + (exit === 0 ? WARNING : `${line(error)}${error}\n`),
    );
    expect(files.exists(CONFIG)).toBe(exit === 0);
  });

  it('asks again when what is stored cannot be tried', async () => {
    const files = disk();
    files.mkdir('/home/user/.docker');
    files.write(CONFIG, '{"auths":{"registry.example.com":{"auth":"bGVhcm5lcjpzM2NyZXQ="}}}');
    const { stderr } = await run(['login', 'registry.example.com'], { files });
    expect(stderr).toContain('Login did not succeed, error: Cannot connect to the Docker daemon at');
  });
});

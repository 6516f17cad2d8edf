import { describe, expect, it } from 'vitest';
import { CONFIG, INSECURE, registry, WARNING } from './credentials.ts';
import { disk, json, run } from './harness.ts';

const NON_TTY = 'Error: Cannot perform an interactive login from a non TTY device\n';

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
  const deviceCode = () =>
    json({
      device_code: 'd',
      user_code: 'HXKR-LMWP',
      verification_uri_complete: 'https://login.docker.com/activate?user_code=HXKR-LMWP',
      expires_in: 900,
      interval: 5,
    });
  const payload = btoa(JSON.stringify({ 'https://hub.docker.com': { username: 'learner' } }));

  it('says that it was broken off, and fails', async () => {
    const { output, exit } = await run(['login'], {
      engine: registry,
      tty: 100,
      stdin: ['^C'],
      network: async (request) => {
        request.signal.throwIfAborted();
        return deviceCode();
      },
    });
    expect(output).toMatch(/Waiting for authentication in the browser…\nlogin canceled\n$/);
    expect(exit).toBe(1);
  });

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
            return deviceCode();
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

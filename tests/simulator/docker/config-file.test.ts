import { describe, expect, it } from 'vitest';
import { executableFile } from '../../../src/simulator/common/executable.ts';
import type { Process } from '../../../src/simulator/common/process.ts';
import { CONFIG, INSECURE, registry } from './credentials.ts';
import { disk, run } from './harness.ts';

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

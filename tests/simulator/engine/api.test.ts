import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { call, engineOn, JumpingClock } from './harness.ts';

describe('the API', () => {
  test('speaks its versions and no others', async () => {
    const { engine } = engineOn({ clock: new JumpingClock() });
    const ask = async (path: string) => {
      const response = await engine.fetch(new Request(`http://docker${path}`));
      return [response.status, (await response.text()).trim()];
    };
    expect(await ask('/_ping')).toEqual([200, 'OK']);
    expect((await ask('/v1.24/images/json'))[0]).toBe(200);
    expect(await ask('/v1.51/images/json')).toEqual([
      400,
      '{"message":"client version 1.51 is too new. Maximum supported API version is 1.50"}',
    ]);
    expect(await ask('/v1.12/images/json')).toEqual([
      400,
      '{"message":"client version 1.12 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version"}',
    ]);
    expect(await ask('/nosuch')).toEqual([404, '{"message":"page not found"}']);
    const [, version] = await ask('/version');
    expect(JSON.parse(String(version)).Version).toBe('28.2.2');
  });

  test('archives of files become images', async () => {
    const { engine } = engineOn();
    const tar = execFileSync('sh', ['-c', 'd=$(mktemp -d); echo hi >$d/hello; tar -C $d -cf - .; rm -r $d']);
    const query = `fromSrc=-&repo=imported&tag=1&changes=${encodeURIComponent('CMD ["/hello"]')}`;
    const { values } = await call(engine, 'POST', `/images/create?${query}`, {
      body: tar as unknown as BodyInit,
    });
    const inspect = JSON.parse((await call(engine, 'GET', '/images/imported:1/json')).text);
    expect(values).toEqual([{ status: inspect.Id }]);
    expect(inspect.Config.Cmd).toEqual(['/hello']);
    expect(inspect.Size).toBe(3);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { contentBytes } from '../../../src/simulator/common/files.ts';
import { packTar } from '../../../src/simulator/common/tar.ts';
import type { Engine } from '../../../src/simulator/engine/index.ts';
import { call, engineOn, transcript } from './harness.ts';
import { file } from './seed.ts';

function archiveOf(files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, content]) => file(name, content));
  return new Uint8Array(Buffer.concat(packTar(entries).map(contentBytes)));
}

describe('archives', () => {
  let engine: Engine;
  beforeEach(() => {
    engine = engineOn().engine;
  });

  test('an archive that says something wrong is not loaded', async () => {
    const load = async (...files: [string, string][]) =>
      transcript(
        await call(engine, 'POST', '/images/load', { body: archiveOf(Object.fromEntries(files)) }),
      )[0];
    const manifest = (text: string) => load(['manifest.json', text]);
    expect(await manifest('')).toBe('! EOF');
    expect(await manifest('{')).toBe('! unexpected EOF');
    expect(await manifest('{"a":1}')).toBe(
      '! json: cannot unmarshal object into Go value of type []tarexport.manifestItem',
    );
    expect(await manifest('[{"Config":1}]')).toBe(
      '! json: cannot unmarshal number into Go struct field manifestItem.Config of type string',
    );
    expect(await manifest('[{}]')).toMatch(
      /^! read \/var\/lib\/docker\/tmp\/docker-import-\d+: is a directory$/,
    );
    expect(await manifest('[{"Config":"../c"}]')).toMatch(
      /^! evalSymlinksInScope: \/var\/lib\/docker\/tmp\/c is not in /,
    );
  });

  test('what an engine before 1.10 saved is loaded without a word', async () => {
    const old = {
      repositories: '{"old":{"1":"bb"}}',
      'aa/json': '{"id":"aa","created":"2015-01-01T00:00:00Z","os":"linux"}',
      'aa/layer.tar': archiveOf({ one: '1' }),
      'bb/json':
        '{"id":"bb","parent":"aa","created":"2015-01-02T00:00:00Z","container_config":{"Cmd":["x","y"]},"config":{"Cmd":["sh"]},"os":"linux"}',
      'bb/layer.tar': archiveOf({ two: '2' }),
    };
    expect(transcript(await call(engine, 'POST', '/images/load?quiet=1', { body: archiveOf(old) }))).toEqual(
      [],
    );
    const image = JSON.parse((await call(engine, 'GET', '/images/old:1/json')).text);
    expect(image).toMatchObject({ Created: '2015-01-02T00:00:00Z', Config: { Cmd: ['sh'] } });
    const history = JSON.parse((await call(engine, 'GET', '/images/old:1/history')).text);
    expect(history.map((row: { CreatedBy: string; Size: number }) => [row.CreatedBy, row.Size])).toEqual([
      ['x y', 1],
      ['', 1],
    ]);
  });

  test('no image is made of what is no change', async () => {
    const change = async (text: string) => {
      const query = `fromSrc=-&changes=${encodeURIComponent(text)}`;
      const body = archiveOf({ a: 'b' });
      return JSON.parse(
        (await call(engine, 'POST', `/images/create?${query}`, { body })).text.split('\n')[0]!,
      );
    };
    expect((await change('RUN x')).message).toBe('RUN is not a valid change command');
    expect((await change('FOO')).message).toBe('FOO is not a valid change command');
    expect((await change('')).message).toBe('file with no instructions');
    expect((await change('ENV a=b')).status).toMatch(/^sha256:/);
  });
});

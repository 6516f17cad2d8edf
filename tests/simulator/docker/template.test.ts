import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTemplate, TemplateError } from '../../../src/simulator/docker/render/template/index.ts';
import {
  ANY_FLOAT,
  GoValue,
  INT64,
  mapOf,
  pointer,
  STRING,
  STRING_MAP,
  struct,
  untyped,
} from '../../../src/simulator/docker/render/template/types.ts';

/**
 * `docker inspect --type volume -f TEMPLATE v1` of the real CLI against a daemon that answered VOLUME. The CLI runs a
 * template on the typed value first and, when that fails, on the plain JSON with missing keys refused.
 */
interface Recorded {
  template: string;
  stdout: string;
  stderr: string;
  exit: number;
}

const VOLUME = {
  Name: 'v1',
  Driver: 'local',
  Mountpoint: '/m',
  Scope: 'local',
  CreatedAt: '2024-01-01T00:00:00Z',
  Labels: { a: 'b', c: '<d>' },
  Options: null,
  Status: { x: 1, y: [1, 2.5, 's', null, true], z: { q: null, 'k-1': 'v' } },
  Extra: { n: 12345678901, f: 1e3, list: ['a', 'b'], e: [], s: 'héllo wörld' },
  UsageData: { Size: 12, RefCount: 3 },
};

const TYPE = struct('volume.Volume', {
  ClusterVolume: [pointer(struct('volume.ClusterVolume', {})), { omit: 'empty' }],
  CreatedAt: [STRING, { omit: 'empty' }],
  Driver: STRING,
  Labels: STRING_MAP,
  Mountpoint: STRING,
  Name: STRING,
  Options: STRING_MAP,
  Scope: STRING,
  Status: [mapOf(STRING, ANY_FLOAT), { omit: 'empty' }],
  UsageData: [pointer(struct('volume.UsageData', { RefCount: INT64, Size: INT64 })), { omit: 'empty' }],
});

function run(text: string): Omit<Recorded, 'template'> {
  const stderr = (error: unknown): string => {
    if (!(error instanceof TemplateError)) throw error;
    return `template parsing error: ${error.message}\n`;
  };
  let template: ReturnType<typeof parseTemplate>;
  try {
    template = parseTemplate(text);
  } catch (error) {
    return { stdout: '', stderr: stderr(error), exit: 64 };
  }
  try {
    return { stdout: `${template.execute(new GoValue(TYPE, VOLUME))}\n`, stderr: '', exit: 0 };
  } catch (error) {
    stderr(error);
  }
  try {
    return { stdout: `${template.execute(untyped(VOLUME), { missingKey: 'error' })}\n`, stderr: '', exit: 0 };
  } catch (error) {
    return { stdout: '\n', stderr: stderr(error), exit: 1 };
  }
}

const recordings: Recorded[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/templates.json'), 'utf8'),
);

describe('templates print what the real CLI printed', () => {
  test.each(recordings)('$template', ({ template, ...recorded }) => {
    const { stdout, ...rest } = run(template);
    expect({ ...rest, stdout: stdout.replace(/0xc000[0-9a-f]+/g, '0xADDRESS') }).toEqual(recorded);
  });
});

describe('a template of one name', () => {
  test('shows it in errors', () => {
    expect(() => parseTemplate('{{nope}}', 'version')).toThrow(
      'template: version:1: function "nope" not defined',
    );
  });

  test('keeps what was written before an error', () => {
    let written = '';
    const write = (text: string): void => {
      written += text;
    };
    expect(() => parseTemplate('a{{.Name.x}}b').execute(new GoValue(TYPE, VOLUME), { write })).toThrow(
      "can't evaluate field x in type string",
    );
    expect(written).toBe('a');
  });
});

test.each([
  ['{{1i}}', '(0+1i)'],
  ['{{1.5-2i}}', '(1.5-2i)'],
  ['{{0i}}', '(0+0i)'],
  ['{{if 0i}}a{{else}}b{{end}}', 'b'],
  ['{{eq 1i 1i}} {{ne 1i 2i}}', 'true true'],
  ['{{printf "%.1f %d" 1i 1i}}', '(0.0+1.0i) %!d(complex128=(0+1i))'],
  ['{{json 1i}}|', '|'],
])('a complex number: %s', (text, output) => {
  expect(parseTemplate(text).execute(undefined)).toBe(output);
});

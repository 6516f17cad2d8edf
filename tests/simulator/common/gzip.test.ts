import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Content, contentBytes } from '../../../src/simulator/common/files.ts';
import { gunzipRuns } from '../../../src/simulator/common/gunzip-runs.ts';
import { concat, gunzip, gzip } from '../../../src/simulator/common/gzip.ts';
import { Random } from '../../../src/simulator/common/random.ts';

const noise = (length: number, seed: number) => new Random(seed).bytes(length).map((b) => b & 0x1f);

describe('gzip', () => {
  test.each<[string, Content[]]>([
    ['nothing', []],
    ['a short text', [new TextEncoder().encode('hello\n')]],
    ['noise', [noise(200_000, 1)]],
    ['only zeros', [{ head: new Uint8Array(), size: 1_000_003 }]],
    ['noise, zeros, noise', [noise(100_000, 2), { head: noise(77, 3), size: 5_000_000 }, noise(70_001, 4)]],
    [
      'two long runs',
      [{ head: noise(9, 5), size: 90_000 }, noise(40_000, 6), { head: noise(1, 7), size: 70_000 }],
    ],
    [
      'long runs inside a chunk',
      [concat([noise(10, 8), new Uint8Array(65_536), noise(10, 9), new Uint8Array(200_000), noise(3, 1)])],
    ],
  ])('unpacks to what was packed: %s', async (_, chunks) => {
    const packed = gzip(chunks);
    const whole = concat(chunks.map(contentBytes));
    expect(Buffer.compare(gunzipSync(packed), whole)).toBe(0);
    const parts: Uint8Array[] = [];
    await gunzip(packed, (chunk) => parts.push(chunk));
    expect(Buffer.compare(concat(parts), whole)).toBe(0);
    expect(Buffer.compare(concat((await gunzipRuns(packed)).map(contentBytes)), whole)).toBe(0);
  });

  test('a large run of zeros costs next to nothing', () => {
    expect(gzip([{ head: noise(100, 1), size: 1_000_000_000 }]).length).toBeLessThan(1_100_000);
  });

  test('gives the same bytes however the input is cut', () => {
    const runs = fc.array(
      fc.record({
        noise: fc.integer({ min: 0, max: 3000 }),
        zeros: fc.integer({ min: 0, max: 140_000 }),
        cut: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(runs, (list) => {
        const sparse: Content[] = list.map((r, i) => ({ head: noise(r.noise, i), size: r.noise + r.zeros }));
        const whole = concat(sparse.map(contentBytes));
        const at = Math.floor(list[0]!.cut * whole.length);
        const packed = gzip(sparse);
        expect(Buffer.compare(packed, gzip([whole]))).toBe(0);
        expect(Buffer.compare(packed, gzip([whole.subarray(0, at), whole.subarray(at)]))).toBe(0);
        expect(Buffer.compare(gunzipSync(packed), whole)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test('unpacks runs as lengths, and what merely looks like one as it is', async () => {
    const pieces = await gunzipRuns(
      gzip([noise(100, 1), { head: noise(10, 2), size: 2_000_000_000 }, noise(9, 3)]),
    );
    expect(
      pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : piece.size), 0),
    ).toBe(2_000_000_109);
    expect(pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : 0), 0)).toBe(
      119,
    );
    // A stored block, so that the bytes of a run's block stand in the data themselves.
    const decoy = gzip([{ head: new Uint8Array(), size: 100_000 }]);
    const stored = new Uint8Array(gzipSync(decoy, { level: 0 }));
    expect(Buffer.compare(concat((await gunzipRuns(stored)).map(contentBytes)), decoy)).toBe(0);
  });

  test('damaged data is refused', async () => {
    const packed = gzip([noise(5000, 1)]);
    await expect(gunzip(packed.subarray(0, 900), () => {})).rejects.toThrow();
    packed[packed.length - 6]! ^= 1;
    await expect(gunzip(packed, () => {})).rejects.toThrow();
    await expect(gunzipRuns(packed)).rejects.toThrow();
  });
});

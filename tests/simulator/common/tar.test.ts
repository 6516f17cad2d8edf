import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { contentBytes } from '../../../src/simulator/common/files.ts';
import { concat } from '../../../src/simulator/common/gzip.ts';
import { packTar, sizeOf, type TarEntry } from '../../../src/simulator/common/tar.ts';
import { TarError, TarReader, unpackTar } from '../../../src/simulator/common/tar-reader.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const at = { uid: 0, gid: 0, mtime: 1731400000000 };
const ENTRIES: TarEntry[] = [
  { name: 'etc/', type: 'directory', mode: 0o755, ...at },
  { name: 'etc/passwd', type: 'file', mode: 0o644, ...at, content: bytes('root:x:0:0\n') },
  { name: 'bin/sh', type: 'symlink', mode: 0o777, ...at, target: 'busybox' },
  { name: 'bin/again', type: 'link', mode: 0o644, ...at, target: 'etc/passwd' },
  { name: 'dev/null', type: 'character', mode: 0o666, ...at, major: 1, minor: 3 },
  { name: 'empty', type: 'file', mode: 0o4755, ...at, uid: 1000, gid: 1001, content: new Uint8Array() },
  { name: `${'long/'.repeat(25)}file`, type: 'file', mode: 0o644, ...at, content: bytes('x') },
  { name: `deep/${'n'.repeat(120)}`, type: 'file', mode: 0o644, ...at, content: bytes('y') },
  { name: 'großer-name', type: 'file', mode: 0o644, ...at, content: bytes('z') },
  { name: 'sparse', type: 'file', mode: 0o644, ...at, content: { head: bytes('head'), size: 1_000_000 } },
];

const whole = (entries: TarEntry[]) => concat(packTar(entries).map(contentBytes));

describe('tar', () => {
  test('reads what it wrote', () => {
    expect(unpackTar(packTar(ENTRIES))).toEqual(ENTRIES);
  });

  test('reads in pieces of any size', () => {
    const archive = whole(ENTRIES);
    for (const step of [1, 511, 513, 4096]) {
      const reader = new TarReader();
      for (let i = 0; i < archive.length; i += step) reader.write(archive.subarray(i, i + step));
      expect(reader.end()).toEqual(ENTRIES);
    }
  });

  test('a large empty file costs nothing', () => {
    const chunks = packTar([
      { name: 'big', type: 'file', mode: 0o644, ...at, content: { head: new Uint8Array(), size: 5e9 } },
    ]);
    expect(sizeOf(chunks)).toBeGreaterThan(5e9);
    expect(
      chunks.reduce((sum, c) => sum + (c instanceof Uint8Array ? c.length : c.head.length), 0),
    ).toBeLessThan(5000);
  });

  test('a large empty file is read at no cost', () => {
    const big: TarEntry = {
      name: 'big',
      type: 'file',
      mode: 0o644,
      ...at,
      content: { head: bytes('x'), size: 5e9 },
    };
    expect(unpackTar(packTar([big, ENTRIES[1]!]))).toEqual([big, ENTRIES[1]]);
  });

  test('GNU tar lists the same', () => {
    const listed = execFileSync('tar', ['-tf', '-'], {
      input: whole(ENTRIES),
      env: { LC_ALL: 'C.UTF-8' },
    }).toString();
    expect(listed.trimEnd().split('\n').length).toBe(ENTRIES.length);
    for (const { name } of ENTRIES.slice(0, 8)) expect(listed).toContain(`${name}\n`);
  });

  test("reads GNU tar's long names", () => {
    const archive = execFileSync('sh', [
      '-c',
      `d=$(mktemp -d) && cd $d && mkdir -p ${'n'.repeat(90)}/${'m'.repeat(90)} && echo hi >${'n'.repeat(90)}/${'m'.repeat(90)}/f && tar -cf - --format=gnu . && rm -r $d`,
    ]);
    const file = unpackTar(new Uint8Array(archive)).find((e) => e.type === 'file');
    expect(file?.name).toBe(`./${'n'.repeat(90)}/${'m'.repeat(90)}/f`);
    expect(file?.content).toEqual(bytes('hi\n'));
  });

  test('refuses what is no archive', () => {
    expect(() => unpackTar(bytes('x'.repeat(512)))).toThrow(new TarError('archive/tar: invalid tar header'));
    expect(() => unpackTar(whole(ENTRIES).subarray(0, 700))).toThrow(new TarError('unexpected EOF'));
  });
});

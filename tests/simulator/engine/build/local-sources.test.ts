import { describe, expect, test } from 'vitest';
import { FileSystem, Volume } from '../../../../src/simulator/common/files.ts';
import { transfer } from '../../../../src/simulator/engine/build/local-sources.ts';

const TIME = Date.parse('2026-11-20T10:00:00Z');

function folder(files: Record<string, string>) {
  const disk = new FileSystem(new Volume(), () => TIME);
  for (const [path, text] of Object.entries(files)) {
    const slash = path.lastIndexOf('/');
    if (slash > 0) disk.mkdir(`/${path.slice(0, slash)}`, { parents: true });
    disk.write(`/${path}`, text);
  }
  return disk.volume.root;
}

describe('files sent to the builder', () => {
  const tiny = folder({
    Dockerfile: 'FROM busybox:1.37\nCOPY hello.txt /hello.txt\nCMD ["cat", "/hello.txt"]\n',
    'hello.txt': 'hello from tiny\n',
  });

  test('cost what the protocol takes for them, as the real builder tells', () => {
    expect(transfer(tiny, { paths: ['Dockerfile'] }).bytes).toBe(107);
    expect(transfer(tiny, { paths: ['.dockerignore'] }).bytes).toBe(2);
  });

  test('are not sent again when the builder has them', () => {
    const { known, bytes, tree } = transfer(tiny, { paths: ['hello.txt'] });
    const again = transfer(tiny, { paths: ['hello.txt'], known });
    expect(again.bytes).toBe(30);
    expect(bytes).toBeGreaterThan(again.bytes);
    expect(again.tree).toEqual(tree);
  });

  test('are left out by patterns, but for exceptions', () => {
    const root = folder({ 'docs/a': '1', 'docs/keep': '2', src: '3' });
    const { known } = transfer(root, { exclude: ['docs', '!docs/keep'] });
    expect(Object.keys(known).sort()).toEqual(['docs', 'docs/keep', 'src']);
  });
});

import { describe, expect, test } from 'vitest';
import { directory, type FileNode, type Node } from '../../../src/simulator/common/files.ts';
import type { ImageConfig } from '../../../src/simulator/engine/images/config.ts';
import { applyLayer, diffTrees } from '../../../src/simulator/engine/images/diff.ts';
import { LayerStore } from '../../../src/simulator/engine/images/layers.ts';
import { legacyConfigs } from '../../../src/simulator/engine/images/legacy.ts';
import { file, sha256 } from './seed.ts';

describe('layers', () => {
  const leaf = (content: string): FileNode => ({
    type: 'file',
    content: new TextEncoder().encode(content),
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 1000,
  });
  const folder = (children: Record<string, Node>) => directory(Object.entries(children), { mtime: 1000 });

  test('hold what changed, and make the one tree of the other', () => {
    const etc = folder({ keep: leaf('keep'), old: leaf('old') });
    const before = folder({ etc, usr: folder({ bin: folder({}) }), link: leaf('x') });
    const after = folder({
      etc: folder({ keep: etc.children.get('keep')!, fresh: leaf('new') }),
      usr: before.children.get('usr')!,
      link: folder({ inner: leaf('y') }),
    });
    const entries = [...diffTrees(before, after)];
    expect(entries.map((entry) => entry.name)).toEqual([
      'etc/',
      'etc/fresh',
      'etc/.wh.old',
      'link/',
      'link/inner',
    ]);
    expect(applyLayer(before, entries)).toEqual(after);
  });

  test('an opaque whiteout hides only what lies below', () => {
    const below = folder({ etc: folder({ old: leaf('old') }) });
    const tree = applyLayer(below, [file('etc/new', 'new'), file('etc/.wh..wh..opq', '')]);
    const etc = tree.children.get('etc');
    expect(etc?.type === 'directory' && [...etc.children.keys()]).toEqual(['new']);
  });

  test('stay while an image is made of them, whatever is removed meanwhile', async () => {
    const layers = new LayerStore(new Map(), () => 'folder');
    const base = await layers.create('', [file('a', 'a')]);
    await layers.keeping(async () => {
      const top = layers.create(base.chainId, [file('b', 'b')]);
      expect(layers.release([])).toEqual([]);
      expect(layers.chain((await top).chainId)).toEqual([base, await top]);
    });
    expect(layers.release([])).toHaveLength(2);
    await expect(layers.create(base.chainId, [file('b', 'b')])).rejects.toThrow('layer does not exist');
  });

  test('the configs of old engines come out as the real engine makes them', () => {
    const created = '2024-09-26T21:31:42Z';
    const config: ImageConfig = {
      architecture: 'amd64',
      config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['sh'] },
      created,
      history: [{ created, created_by: 'BusyBox 1.37.0 (glibc), Debian 12' }],
      os: 'linux',
      rootfs: {
        type: 'layers',
        diff_ids: ['sha256:b5c03e44629d85e8787cd81afe89d6970fe2eab21dc4c19e749fa5e7531afae9'],
      },
    };
    // The blob in an archive that Docker 28.2.2 saved of that image.
    expect(legacyConfigs(config).map(sha256)).toEqual([
      'sha256:3b3fd003ccc0781945fae9a810416dec5810f7db224e9d9be15be851d10409b6',
    ]);
  });
});

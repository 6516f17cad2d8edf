import { describe, expect, it } from 'vitest';
import { FileSystem, Volume } from '../../../../src/simulator/common/files.ts';
import { packSource, sourceInfo } from '../../../../src/simulator/docker/container/copy/local.ts';

function disk(): FileSystem {
  const files = new FileSystem(new Volume(), () => 0);
  files.mkdir('/site');
  files.write('/site/index.html', 'hi');
  files.symlink('site', '/link');
  files.symlink('nowhere', '/dangling');
  return files;
}

const names = (path: string, follow = false) => {
  const files = disk();
  return packSource(files, sourceInfo(files, path, follow)).map(({ name }) => name);
};

describe('the source of docker cp', () => {
  it('keeps a link as it is, unless it is followed or said to be a directory', () => {
    expect(names('/link')).toEqual(['link']);
    expect(names('/link', true)).toEqual(['link/', 'link/index.html']);
    expect(names('/link/')).toEqual(['link/', 'link/index.html']);
    expect(names('/link/.')).toEqual(names('/site/.'));
  });

  it.each([
    ['/site/index.html/', false, 'not a directory'],
    ['/site/index.html/x', false, 'not a directory'],
    ['/nosuch/x/y', false, 'lstat /nosuch: no such file or directory'],
    ['/site/nosuch/', false, 'lstat /site/nosuch: no such file or directory'],
    ['/dangling', true, 'lstat /nowhere: no such file or directory'],
  ])('refuses %s (follow: %s) with %s', (path, follow, message) => {
    expect(() => sourceInfo(disk(), path, follow)).toThrow(message);
  });

  it('names what is missing in a folder that may not be listed', () => {
    const files = disk();
    files.mkdir('/closed', { mode: 0o711 });
    const other = files.as({ uid: 1000, gid: 1000, groups: [] });
    expect(() => sourceInfo(other, '/closed/x', false)).toThrow('lstat /closed/x: no such file or directory');
  });
});

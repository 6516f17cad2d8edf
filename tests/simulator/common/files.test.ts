import { describe, expect, test } from 'vitest';
import { FileError, FileSystem, Volume } from '../../../src/simulator/common/files.ts';

let time = 1000;
const make = () => new FileSystem(new Volume(), () => time);
const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
  return 'nothing thrown';
};

describe('files', () => {
  test('writes, appends, reads and removes', () => {
    const files = make();
    files.mkdir('/a/b', { parents: true });
    files.write('/a/b/c', 'one\n');
    files.append('/a/b/c', 'two\n');
    expect(files.readText('/a/b/c')).toBe('one\ntwo\n');
    expect(files.stat('/a/b/c')).toMatchObject({ type: 'file', size: 8, mode: 0o644 });
    files.remove('/a', { recursive: true });
    expect(files.exists('/a')).toBe(false);
  });

  test('a snapshot is the root: later changes leave it as it was', () => {
    const files = make();
    files.write('/kept', 'before');
    const root = files.volume.root;
    files.write('/kept', 'after');
    files.write('/more', '');
    files.volume.root = root;
    expect(files.readText('/kept')).toBe('before');
    expect(files.list('/')).toEqual(['kept']);
  });

  test('follows links, relative and absolute, and stops at a loop', () => {
    const files = make();
    files.mkdir('/d');
    files.write('/d/file', 'x');
    files.symlink('d', '/link');
    files.symlink('/link/file', '/deep');
    expect(files.readText('/deep')).toBe('x');
    expect(files.realpath('/deep')).toBe('/d/file');
    files.symlink('/loop', '/loop');
    expect(codeOf(() => files.read('/loop'))).toBe('ELOOP');
    expect(codeOf(() => files.read('/loop/x'))).toBe('ELOOP');
  });

  test.each([
    ['ENOENT', (files: FileSystem) => files.read('/nosuch')],
    ['ENOENT', (files: FileSystem) => files.write('/nosuch/file', '')],
    ['ENOTDIR', (files: FileSystem) => files.read('/file/x')],
    ['ENOTDIR', (files: FileSystem) => files.list('/file')],
    ['EISDIR', (files: FileSystem) => files.read('/dir')],
    ['EISDIR', (files: FileSystem) => files.write('/dir', '')],
    ['EISDIR', (files: FileSystem) => files.remove('/dir')],
    ['ENOTEMPTY', (files: FileSystem) => files.remove('/dir', { directory: true })],
    ['EEXIST', (files: FileSystem) => files.mkdir('/dir')],
    ['EINVAL', (files: FileSystem) => files.rename('/dir', '/dir/inside')],
    ['EBUSY', (files: FileSystem) => files.remove('/', { recursive: true })],
    ['ENAMETOOLONG', (files: FileSystem) => files.write(`/${'x'.repeat(256)}`, '')],
  ])('refuses with %s', (code, action) => {
    const files = make();
    files.write('/file', '');
    files.mkdir('/dir');
    files.write('/dir/inner', '');
    expect(codeOf(() => action(files))).toBe(code);
  });

  test('a user may do what the bits allow', () => {
    const root = make();
    root.mkdir('/home');
    root.mkdir('/home/ann');
    root.chown('/home/ann', 1000, 1000);
    root.write('/secret', 's', 0o600);
    root.mkdir('/tmp');
    root.chmod('/tmp', 0o1777);
    root.write('/tmp/roots', '');
    const ann = root.as({ uid: 1000, gid: 1000 });
    ann.write('/home/ann/mine', 'm');
    expect(ann.stat('/home/ann/mine')).toMatchObject({ uid: 1000, gid: 1000 });
    expect(codeOf(() => ann.read('/secret'))).toBe('EACCES');
    expect(codeOf(() => ann.write('/etc', ''))).toBe('EACCES');
    expect(codeOf(() => ann.remove('/tmp/roots'))).toBe('EPERM');
    expect(codeOf(() => ann.chmod('/secret', 0o777))).toBe('EPERM');
  });

  test('mounts show another tree, read-only where asked', () => {
    const host = make();
    host.mkdir('/data/deep', { parents: true });
    host.write('/data/deep/file', 'shared');
    const box = make();
    box.mkdir('/mnt');
    const { volume, path } = host.locate('/data/deep');
    box.mount('/mnt', volume, { from: path, readonly: true });
    expect(box.readText('/mnt/file')).toBe('shared');
    expect(codeOf(() => box.write('/mnt/file', ''))).toBe('EROFS');
    host.write('/data/deep/file', 'changed');
    expect(box.readText('/mnt/file')).toBe('changed');
  });

  test('a directory gets a new time when its list of names changes, not when a file in it does', () => {
    const files = make();
    files.mkdir('/d');
    files.write('/d/f', '1');
    time = 2000;
    files.write('/d/f', '2');
    expect(files.stat('/d').mtime).toBe(1000);
    files.write('/d/g', '');
    expect(files.stat('/d').mtime).toBe(2000);
    time = 1000;
  });
});

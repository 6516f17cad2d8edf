import type { BashExecResult, IFileSystem } from 'just-bash/browser';
import { contentBytes, FileError, resolvePath } from '../common/files.ts';
import type { Process, Program } from '../common/process.ts';
import { readAll } from './support/input.ts';
import { programName } from './support/program.ts';

/**
 * Text tools lent by just-bash, loaded when one is first run. They take all of their input before they print: what
 * must stream has models of its own.
 */
export function borrowed(name: string): Program {
  return async (process) => {
    const { Bash } = await process.host.clock.loading(import('just-bash/browser'));
    const files = new BorrowedFiles(process);
    const bash = new Bash({ fs: files, cwd: process.cwd, env: process.env });
    files.ready = true;
    const stdin = needsInput(process) ? await readAll(process.stdin, process.signal) : new Uint8Array();
    const result: BashExecResult = await bash.exec(name, {
      args: process.argv.slice(1),
      stdin: latin1(stdin),
      stdinKind: 'bytes',
      rawScript: true,
      signal: process.signal,
    });
    await process.stdout.write(result.stdoutKind === 'bytes' ? bytesOf(result.stdout) : result.stdout);
    if (result.stderr) await process.stderr.write(ownWords(result.stderr, programName(process)));
    return result.exitCode;
  };
}

/** Reading a terminal to its end only makes sense when no file is named. */
function needsInput(process: Process): boolean {
  if (!process.stdin.isTTY) return true;
  const operands = process.argv.slice(1).filter((arg) => !arg.startsWith('-'));
  return operands.length < 2 && !process.argv.includes('-n') && !/^BEGIN\b/.test(operands[0] ?? '');
}

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
};

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** Without the prefix of the shell that the tool thinks it runs in. */
const ownWords = (text: string, name: string): string => text.replace(/^bash: (?:line \d+: )?/, `${name}: `);

/** A process's files in the form that just-bash asks for. */
class BorrowedFiles implements IFileSystem {
  /** Until then the lender fills in files of its own, which are not wanted here. */
  ready = false;
  private readonly process: Process;

  constructor(process: Process) {
    this.process = process;
  }

  private async run<T>(action: () => T): Promise<T> {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const text = error.message.charAt(0).toLowerCase() + error.message.slice(1);
      throw Object.assign(new Error(`${error.code}: ${text}, open '${error.path}'`), { code: error.code });
    }
  }

  private change(action: () => void): Promise<void> {
    return this.ready ? this.run(action) : Promise.resolve();
  }

  readFile: IFileSystem['readFile'] = (path, options) => {
    const encoding = typeof options === 'string' ? options : options?.encoding;
    return this.run(() => {
      const bytes = contentBytes(this.process.files.content(path));
      return encoding === 'binary' || encoding === 'latin1' ? latin1(bytes) : new TextDecoder().decode(bytes);
    });
  };

  readFileBuffer: IFileSystem['readFileBuffer'] = (path) =>
    this.run(() => contentBytes(this.process.files.content(path)));

  writeFile: IFileSystem['writeFile'] = (path, content, options) =>
    this.change(() => this.process.files.write(path, encode(content, options)));

  appendFile: IFileSystem['appendFile'] = (path, content, options) =>
    this.change(() => this.process.files.append(path, encode(content, options)));

  exists: IFileSystem['exists'] = async (path) => this.process.files.exists(path);

  stat: IFileSystem['stat'] = (path) => this.run(() => describe(this.process.files.stat(path)));

  lstat: IFileSystem['lstat'] = (path) => this.run(() => describe(this.process.files.lstat(path)));

  mkdir: IFileSystem['mkdir'] = (path, options) =>
    this.change(() => this.process.files.mkdir(path, { parents: options?.recursive ?? false }));

  readdir: IFileSystem['readdir'] = (path) => this.run(() => this.process.files.list(path));

  rm: IFileSystem['rm'] = (path, options) =>
    this.change(() => {
      if (options?.force && !this.process.files.exists(path)) return;
      this.process.files.remove(path, { recursive: options?.recursive ?? false });
    });

  cp: IFileSystem['cp'] = (from, to) =>
    this.change(() => this.process.files.put(to, this.process.files.node(from)));

  mv: IFileSystem['mv'] = (from, to) => this.change(() => this.process.files.rename(from, to));

  resolvePath: IFileSystem['resolvePath'] = (base, path) => resolvePath(base, path);

  getAllPaths: IFileSystem['getAllPaths'] = () => [];

  chmod: IFileSystem['chmod'] = (path, mode) => this.change(() => this.process.files.chmod(path, mode));

  symlink: IFileSystem['symlink'] = (target, path) =>
    this.change(() => this.process.files.symlink(target, path));

  link: IFileSystem['link'] = (existing, path) =>
    this.change(() => this.process.files.put(path, this.process.files.node(existing), false));

  readlink: IFileSystem['readlink'] = (path) => this.run(() => this.process.files.readlink(path));

  realpath: IFileSystem['realpath'] = (path) => this.run(() => this.process.files.realpath(path));

  utimes: IFileSystem['utimes'] = (path, _, mtime) =>
    this.change(() => this.process.files.utimes(path, mtime.getTime()));
}

function encode(
  content: string | Uint8Array,
  options: Parameters<IFileSystem['writeFile']>[2],
): string | Uint8Array {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  if (typeof content !== 'string') return content;
  return encoding === 'binary' || encoding === 'latin1' ? bytesOf(content) : content;
}

function describe(stat: ReturnType<Process['files']['stat']>): Awaited<ReturnType<IFileSystem['stat']>> {
  return {
    isFile: stat.type === 'file' || stat.type === 'device',
    isDirectory: stat.type === 'directory',
    isSymbolicLink: stat.type === 'symlink',
    mode: stat.mode,
    size: stat.size,
    mtime: new Date(stat.mtime),
  };
}

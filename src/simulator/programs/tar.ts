import { contentBytes, contentSize, FileError } from '../common/files.ts';
import { concat, isGzip, gzip as pack } from '../common/gzip.ts';
import type { Process, Program } from '../common/process.ts';
import { packTar, type TarEntry } from '../common/tar.ts';
import { unpackTar } from '../common/tar-reader.ts';
import { entryOf } from '../common/tree.ts';
import { inflate } from './gzip.ts';
import { groupName, modeText, userName } from './support/attributes.ts';
import { openInput, readAll } from './support/input.ts';
import { absolute, complain, Failure } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

/** Twenty blocks of 512 bytes. */
const RECORD = 10_240;

interface TarCall {
  action: 'c' | 'x' | 't' | '';
  file: string;
  folder: string;
  zipped: boolean;
  verbose: boolean;
  toOutput: boolean;
  strip: number;
  excludes: string[];
  operands: { name: string; folder: string }[];
}

function parseTar(args: string[]): TarCall {
  const call: TarCall = {
    action: '',
    file: '-',
    folder: '.',
    zipped: false,
    verbose: false,
    toOutput: false,
    strip: 0,
    excludes: [],
    operands: [],
  };
  const list = [...args];
  if (list[0] && !list[0].startsWith('-')) list[0] = `-${list[0]}`;
  while (list.length > 0) {
    const arg = list.shift()!;
    const long = /^--([a-z-]+)(?:=(.*))?$/.exec(arg);
    if (long) longOption(call, long[1]!, long[2], list);
    else if (/^-./.test(arg)) {
      const letters = [...arg.slice(1)];
      while (letters.length > 0) {
        const letter = letters.shift()!;
        if (letter === 'f' || letter === 'C') {
          // In the old form (`tar xfC`) arguments follow in order; in the new one the rest of the word is it.
          const value =
            letters.length > 0 && arg !== args[0] ? letters.splice(0).join('') : (list.shift() ?? '');
          if (letter === 'f') call.file = value;
          else call.folder = value;
        } else if (letter === 'c' || letter === 'x' || letter === 't') call.action = letter;
        else if (letter === 'z') call.zipped = true;
        else if (letter === 'v') call.verbose = true;
        else if (letter === 'O') call.toOutput = true;
        else if (!/[pjJaPhkmoS]/.test(letter))
          throw new Failure(
            `invalid option -- '${letter}'\nTry 'tar --help' or 'tar --usage' for more information.`,
            64,
          );
      }
    } else call.operands.push({ name: arg, folder: call.folder });
  }
  return call;
}

function longOption(call: TarCall, name: string, given: string | undefined, list: string[]): void {
  const value = () => given ?? list.shift() ?? '';
  const actions: Record<string, () => void> = {
    create: () => {
      call.action = 'c';
    },
    extract: () => {
      call.action = 'x';
    },
    get: () => {
      call.action = 'x';
    },
    list: () => {
      call.action = 't';
    },
    file: () => {
      call.file = value();
    },
    directory: () => {
      call.folder = value();
    },
    gzip: () => {
      call.zipped = true;
    },
    verbose: () => {
      call.verbose = true;
    },
    'to-stdout': () => {
      call.toOutput = true;
    },
    'strip-components': () => {
      call.strip = Number(value());
    },
    exclude: () => {
      call.excludes.push(value());
    },
  };
  const action = actions[name];
  if (action) action();
  else if (
    !/^(?:owner|group|mtime|sort|numeric-owner|no-same-owner|preserve-permissions|warning|auto-compress)$/.test(
      name,
    )
  ) {
    throw new Failure(
      `unrecognized option '--${name}'\nTry 'tar --help' or 'tar --usage' for more information.`,
      64,
    );
  }
}

/** tar(1): create, list, extract, with gzip. */
export const tar: Program = async (process) => {
  try {
    const call = parseTar(process.argv.slice(1));
    if (call.action === '') {
      throw new Failure(
        "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.",
        2,
      );
    }
    return call.action === 'c' ? await create(process, call) : await read(process, call);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await complain(process, error.message);
    return error.status;
  }
};

async function create(process: Process, call: TarCall): Promise<number> {
  if (call.operands.length === 0)
    throw new Failure(
      "Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  const entries: TarEntry[] = [];
  const log = call.file === '-' ? process.stderr : process.stdout;
  let status = 0;
  const add = async (path: string, name: string): Promise<void> => {
    if (
      call.excludes.some(
        (glob) =>
          name === glob ||
          name.endsWith(`/${glob}`) ||
          new RegExp(`^${glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(
            name.replace(/^.*\//, ''),
          ),
      )
    )
      return;
    const node = process.files.node(path);
    entries.push(entryOf(name, node));
    if (call.verbose) await log.write(`${name}${node.type === 'directory' ? '/' : ''}\n`);
    if (node.type !== 'directory') return;
    for (const child of process.files.list(path))
      await add(`${path.replace(/\/$/, '')}/${child}`, `${name.replace(/\/$/, '')}/${child}`);
  };
  for (const { name, folder } of call.operands) {
    const base = absolute(process, folder === '.' && call.folder !== '.' ? call.folder : folder);
    const path = name.startsWith('/') ? name : `${base.replace(/\/$/, '')}/${name}`;
    try {
      if (name.startsWith('/')) await process.stderr.write("tar: Removing leading `/' from member names\n");
      await add(
        absolute(process, path).replace(/(?<=.)\/$/, ''),
        name.replace(/^\/+/, '').replace(/\/+$/, '') || '.',
      );
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await complain(process, `${name}: Cannot stat: ${error.message}`);
      status = 2;
    }
  }
  const chunks = withWholeRecords(packTar(entries));
  const data =
    call.zipped || (/\.(?:gz|tgz)$/.test(call.file) && call.zipped)
      ? pack(chunks)
      : concat(chunks.map(contentBytes));
  if (call.file === '-') await process.stdout.write(data);
  else process.files.write(absolute(process, call.file), data);
  if (status !== 0) await complain(process, 'Exiting with failure status due to previous errors');
  return status;
}

/** An archive is written in records of twenty blocks, the last filled up with zeros. */
function withWholeRecords(chunks: ReturnType<typeof packTar>): ReturnType<typeof packTar> {
  const size = chunks.reduce((sum, chunk) => sum + contentSize(chunk), 0);
  return size % RECORD === 0 ? chunks : [...chunks, new Uint8Array(RECORD - (size % RECORD))];
}

async function read(process: Process, call: TarCall): Promise<number> {
  let data: Uint8Array;
  try {
    data = await readAll(openInput(process, call.file), process.signal);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Failure(
      `${call.file}: Cannot open: ${error.message}\ntar: Error is not recoverable: exiting now`,
      2,
    );
  }
  let entries: TarEntry[];
  try {
    // Not even the zeros that end one.
    if (data.length === 0) throw new Error('empty');
    entries = unpackTar(isGzip(data) ? await inflate(data) : data);
  } catch {
    throw new Failure(
      'This does not look like a tar archive\ntar: Exiting with failure status due to previous errors',
      2,
    );
  }
  const names = call.operands.map(({ name }) => name.replace(/\/$/, ''));
  const wanted = (entry: TarEntry) =>
    names.length === 0 ||
    names.some((name) => entry.name.replace(/\/$/, '') === name || entry.name.startsWith(`${name}/`));
  const found = entries.filter(wanted);
  for (const entry of found) {
    if (call.action === 't')
      await process.stdout.write(`${call.verbose ? describe(process, entry) : entry.name}\n`);
    else await extract(process, call, entry);
  }
  const missing = names.filter(
    (name) =>
      !entries.some((entry) => entry.name.replace(/\/$/, '') === name || entry.name.startsWith(`${name}/`)),
  );
  for (const name of missing) await complain(process, `${name}: Not found in archive`);
  if (missing.length > 0) throw new Failure('Exiting with failure status due to previous errors', 2);
  return 0;
}

function describe(process: Process, entry: TarEntry): string {
  const type = entry.type === 'directory' ? 'directory' : entry.type === 'symlink' ? 'symlink' : 'file';
  const size = entry.type === 'file' && entry.content ? contentBytes(entry.content).length : 0;
  const mode = modeText({ type, mode: entry.mode, uid: 0, gid: 0, mtime: 0, size });
  const owner = `${userName(process, entry.uid)}/${groupName(process, entry.gid)}`;
  return `${mode} ${owner} ${String(size).padStart(Math.max(1, 19 - owner.length))} ${formatTime('%Y-%m-%d %H:%M', new Date(entry.mtime))} ${entry.name}${entry.target ? ` -> ${entry.target}` : ''}`;
}

async function extract(process: Process, call: TarCall, entry: TarEntry): Promise<void> {
  const parts = entry.name
    .replace(/^\/+/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Failure(`${entry.name}: Member name contains '..'`, 2);
  const name = parts.slice(call.strip).join('/');
  if (call.verbose) await (call.toOutput ? process.stderr : process.stdout).write(`${entry.name}\n`);
  if (name === '') return;
  if (call.toOutput) {
    if (entry.content) await process.stdout.write(contentBytes(entry.content));
    return;
  }
  const base = absolute(process, call.folder);
  if (!process.files.isDirectory(base))
    throw new Failure(
      `${call.folder}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now`,
      2,
    );
  const path = `${base.replace(/\/$/, '')}/${name}`;
  process.files.mkdir(path.replace(/\/[^/]*$/, '') || '/', { parents: true });
  if (entry.type === 'directory') process.files.mkdir(path, { parents: true });
  else if (entry.type === 'symlink') {
    if (process.files.exists(path)) process.files.remove(path);
    process.files.symlink(entry.target ?? '', path);
    return;
  } else if (entry.type === 'link') {
    process.files.put(path, process.files.node(`${base.replace(/\/$/, '')}/${entry.target ?? ''}`));
    return;
  } else process.files.write(path, entry.content ?? new Uint8Array(), entry.mode);
  process.files.chmod(path, entry.mode);
  process.files.utimes(path, entry.mtime);
  if (process.user.uid === 0) process.files.chown(path, entry.uid, entry.gid);
}

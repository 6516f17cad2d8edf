import { FileError, resolvePath } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { groups } from './support/attributes.ts';
import { changeMode } from './support/mode.ts';
import { absolute, command, complain, Failure, forEach } from './support/program.ts';

async function missingOperand(process: Process, what = 'missing operand'): Promise<number> {
  await complain(process, what);
  await process.stderr.write(`Try '${process.argv[0]} --help' for more information.\n`);
  return 1;
}

/** mkdir(1). */
export const mkdir = command(
  { short: 'pm:v', long: { parents: 'p', 'mode=': 'm', verbose: 'v' } },
  async (process, options) => {
    if (options.rest.length === 0) return missingOperand(process);
    const mode = options.get('m');
    return forEach(
      process,
      options.rest,
      async (name) => {
        const path = absolute(process, name).replace(/(?<=.)\/$/, '');
        const existed = process.files.exists(path);
        process.files.mkdir(path, options.has('p') ? { parents: true } : {});
        if (mode !== undefined) process.files.chmod(path, changeMode(0o777, mode, true));
        if (options.has('v') && !existed) await process.stdout.write(`mkdir: created directory '${name}'\n`);
      },
      (error, name) => `cannot create directory ‘${name}’: ${error.message}`,
    );
  },
);

/** rmdir(1). */
export const rmdir = command({ short: 'pv', long: { parents: 'p' } }, async (process, options) => {
  if (options.rest.length === 0) return missingOperand(process);
  return forEach(
    process,
    options.rest,
    (name) => {
      const path = absolute(process, name).replace(/(?<=.)\/$/, '');
      if (process.files.lstat(path).type !== 'directory') throw new FileError('ENOTDIR', path);
      process.files.remove(path, { directory: true });
      if (!options.has('p')) return;
      for (let parent = name.replace(/\/*[^/]*\/?$/, ''); parent; parent = parent.replace(/\/*[^/]*$/, '')) {
        process.files.remove(absolute(process, parent), { directory: true });
      }
    },
    (error, name) => `failed to remove '${name}': ${error.message}`,
  );
});

/** rm(1). */
export const rm = command(
  {
    short: 'rRfidvI',
    long: { recursive: 'r', force: 'f', dir: 'd', verbose: 'v', interactive: 'i', 'no-preserve-root': 'np' },
  },
  async (process, options) => {
    const recursive = options.has('r') || options.has('R');
    const force = options.has('f');
    if (options.rest.length === 0) return force ? 0 : missingOperand(process);
    let status = 0;
    for (const name of options.rest) {
      const path = absolute(process, name).replace(/(?<=.)\/$/, '');
      if (path === '/' && recursive) {
        await complain(process, "it is dangerous to operate recursively on '/'");
        await complain(process, 'use --no-preserve-root to override this failsafe');
        return 1;
      }
      if (/(^|\/)\.\.?\/*$/.test(name)) {
        await complain(process, `refusing to remove '.' or '..' directory: skipping '${name}'`);
        status = 1;
        continue;
      }
      try {
        const stat = process.files.lstat(path);
        if (stat.type === 'directory' && !recursive && !options.has('d')) throw new FileError('EISDIR', path);
        if (options.has('i') && !(await confirm(process, `remove ${kind(stat.type)} '${name}'?`))) continue;
        process.files.remove(path, { recursive, directory: options.has('d') });
        if (options.has('v'))
          await process.stdout.write(`removed ${stat.type === 'directory' ? 'directory ' : ''}'${name}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (force && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) continue;
        await complain(process, `cannot remove '${name}': ${error.message}`);
        status = 1;
      }
    }
    return status;
  },
);

const kind = (type: string): string =>
  ({ file: 'regular file', directory: 'directory', symlink: 'symbolic link' })[type] ?? type;

async function confirm(process: Process, question: string): Promise<boolean> {
  await process.stderr.write(`rm: ${question} `);
  const answer = await process.stdin.read(process.signal);
  return /^y/i.test(new TextDecoder().decode(answer));
}

const isDirectory = (process: Process, name: string): boolean =>
  process.files.isDirectory(absolute(process, name));
const baseName = (name: string): string => name.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/, '');

/** The operands of cp, mv and ln: sources, and where each goes. */
async function targets(
  process: Process,
  rest: string[],
  folder: string | undefined,
  asFile: boolean,
): Promise<{ source: string; target: string }[] | number> {
  const sources = folder === undefined ? rest.slice(0, -1) : rest;
  const last = folder ?? rest.at(-1);
  if (last === undefined) return missingOperand(process, 'missing file operand');
  if (sources.length === 0) {
    return missingOperand(process, `missing destination file operand after '${last}'`);
  }
  const into = !asFile && isDirectory(process, last);
  if (!into && (sources.length > 1 || folder !== undefined)) {
    throw new Failure(
      `target '${last}'${process.files.exists(absolute(process, last)) ? ' is not a directory' : ': No such file or directory'}`,
    );
  }
  const join = (name: string) => (last.endsWith('/') ? last + name : `${last}/${name}`);
  return sources.map((source) => ({ source, target: into ? join(baseName(source)) : last }));
}

/** cp(1). */
export const cp = command(
  {
    short: 'rRafpvt:TnuiLPdlsx',
    long: {
      recursive: 'r',
      archive: 'a',
      force: 'f',
      verbose: 'v',
      'target-directory=': 't',
      'no-target-directory': 'T',
      'no-clobber': 'n',
      'preserve?': 'p',
    },
  },
  async (process, options) => {
    const moves = await targets(process, options.rest, options.get('t'), options.has('T'));
    if (typeof moves === 'number') return moves;
    const recursive = options.has('r') || options.has('R') || options.has('a');
    const preserve = options.has('a') || options.has('p');
    let status = 0;
    for (const { source, target } of moves) {
      const from = absolute(process, source);
      try {
        const stat =
          options.has('a') || options.has('P') || options.has('d')
            ? process.files.lstat(from)
            : process.files.stat(from);
        if (stat.type === 'directory' && !recursive)
          throw new Failure(`-r not specified; omitting directory '${source}'`);
        const to = absolute(process, target);
        if (options.has('n') && process.files.exists(to)) continue;
        if (stat.type === 'directory' && `${to}/`.startsWith(`${from.replace(/\/$/, '')}/`) && from !== to) {
          throw new Failure(`cannot copy a directory, '${source}', into itself, '${target}'`);
        }
        if (process.files.exists(to) && process.files.realpath(to) === process.files.realpath(from)) {
          throw new Failure(`'${source}' and '${target}' are the same file`);
        }
        copy(process, from, to, { preserve, links: recursive && !options.has('L') });
        if (options.has('v')) await process.stdout.write(`'${source}' -> '${target}'\n`);
      } catch (error) {
        status = 1;
        if (error instanceof Failure) await complain(process, error.message);
        else if (error instanceof FileError) {
          const isSource = resolvePath('/', error.path).startsWith(from.replace(/\/$/, ''));
          await complain(
            process,
            isSource && error.code === 'ENOENT'
              ? `cannot stat '${source}': ${error.message}`
              : isSource
                ? `cannot open '${source}' for reading: ${error.message}`
                : `cannot create regular file '${target}': ${error.message}`,
          );
        } else throw error;
      }
    }
    return status;
  },
);

interface CopyOptions {
  preserve: boolean;
  /** Symbolic links are copied as such. */
  links: boolean;
}

function copy(process: Process, from: string, to: string, options: CopyOptions): void {
  const { files } = process;
  const stat = options.links ? files.lstat(from) : files.stat(from);
  if (stat.type === 'directory') {
    if (!files.exists(to)) files.mkdir(to, { mode: stat.mode });
    else if (!files.isDirectory(to))
      throw new Failure(`cannot overwrite non-directory '${to}' with directory '${from}'`);
    for (const name of files.list(from))
      copy(process, `${from.replace(/\/$/, '')}/${name}`, `${to.replace(/\/$/, '')}/${name}`, options);
  } else if (stat.type === 'symlink') {
    if (files.exists(to)) files.remove(to);
    files.symlink(stat.target!, to);
    return;
  } else if (stat.type === 'device') files.put(to, files.node(from));
  else files.write(to, files.content(from), stat.mode & 0o777);
  if (!options.preserve) return;
  files.utimes(to, stat.mtime);
  files.chmod(to, stat.mode);
  if (process.user.uid === 0) files.chown(to, stat.uid, stat.gid);
}

/** mv(1). */
export const mv = command(
  {
    short: 'fvnit:Tu',
    long: {
      force: 'f',
      verbose: 'v',
      'no-clobber': 'n',
      'target-directory=': 't',
      'no-target-directory': 'T',
    },
  },
  async (process, options) => {
    const moves = await targets(process, options.rest, options.get('t'), options.has('T'));
    if (typeof moves === 'number') return moves;
    let status = 0;
    for (const { source, target } of moves) {
      const from = absolute(process, source).replace(/(?<=.)\/$/, '');
      const to = absolute(process, target).replace(/(?<=.)\/$/, '');
      try {
        if (options.has('n') && process.files.exists(to)) continue;
        if (from === to) throw new Failure(`'${source}' and '${target}' are the same file`);
        process.files.lstat(from);
        move(process, from, to);
        if (options.has('v')) await process.stdout.write(`renamed '${source}' -> '${target}'\n`);
      } catch (error) {
        status = 1;
        if (error instanceof Failure) await complain(process, error.message);
        else if (error instanceof FileError) {
          const missing = error.code === 'ENOENT' && resolvePath('/', error.path) === from;
          const text =
            error.code === 'EINVAL'
              ? `cannot move '${source}' to a subdirectory of itself, '${target}'`
              : missing
                ? `cannot stat '${source}': ${error.message}`
                : `cannot move '${source}' to '${target}': ${error.message}`;
          await complain(process, text);
        } else throw error;
      }
    }
    return status;
  },
);

/** rename(2), or copy and remove from one volume to another. */
function move(process: Process, from: string, to: string): void {
  const { files } = process;
  const parent = (path: string) => path.replace(/\/[^/]*$/, '') || '/';
  if (files.locate(parent(from)).volume === files.locate(parent(to)).volume) {
    files.rename(from, to);
    return;
  }
  copy(process, from, to, { preserve: true, links: true });
  files.remove(from, { recursive: true });
}

/** ln(1). */
export const ln = command(
  {
    short: 'sfvnrt:T',
    long: { symbolic: 's', force: 'f', verbose: 'v', 'no-dereference': 'n', relative: 'r' },
  },
  async (process, options) => {
    const { rest } = options;
    const operands = rest.length === 1 ? [rest[0]!, '.'] : rest;
    const moves = await targets(process, operands, options.get('t'), options.has('T') || options.has('n'));
    if (typeof moves === 'number') return moves;
    let status = 0;
    for (const { source, target } of moves) {
      const path = absolute(process, target);
      const type = options.has('s') ? 'symbolic' : 'hard';
      try {
        if (options.has('f') && process.files.exists(path)) process.files.remove(path);
        if (options.has('s')) process.files.symlink(source, path);
        else {
          const from = absolute(process, source);
          const node = process.files.node(from);
          if (node.type === 'directory') throw new Failure(`${source}: hard link not allowed for directory`);
          process.files.put(path, node, false);
        }
        if (options.has('v')) await process.stdout.write(`'${target}' -> '${source}'\n`);
      } catch (error) {
        status = 1;
        if (error instanceof Failure) await complain(process, error.message);
        else if (error instanceof FileError) {
          const missing =
            !options.has('s') && error.code === 'ENOENT' && error.path === absolute(process, source);
          await complain(
            process,
            missing
              ? `failed to access '${source}': ${error.message}`
              : `failed to create ${type} link '${target}': ${error.message}`,
          );
        } else throw error;
      }
    }
    return status;
  },
);

/** touch(1). */
export const touch = command(
  { short: 'acmd:r:t:h', long: { 'no-create': 'c', 'date=': 'd', 'reference=': 'r' } },
  async (process, options) => {
    if (options.rest.length === 0) return missingOperand(process, 'missing file operand');
    let time = process.host.clock.now();
    const given = options.get('d');
    const stamp = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(options.get('t') ?? '');
    if (given !== undefined) {
      const at = /^@\d+$/.test(given)
        ? Number(given.slice(1)) * 1000
        : Date.parse(
            /\d{4}-\d\d-\d\d$/.test(given)
              ? given
              : given.replace(' ', 'T').replace(/(\d\d:\d\d(?::\d\d)?)$/, '$1Z'),
          );
      if (Number.isNaN(at)) throw new Failure(`invalid date format ‘${given}’`);
      time = at;
    } else if (stamp) {
      const [, y, mo, d, h, mi, s] = stamp.map(Number) as number[];
      time = Date.UTC(y!, mo! - 1, d!, h!, mi!, s || 0);
    }
    const reference = options.get('r');
    if (reference !== undefined) time = process.files.stat(absolute(process, reference)).mtime;
    return forEach(
      process,
      options.rest,
      (name) => {
        const path = absolute(process, name);
        if (!process.files.exists(path)) {
          if (options.has('c')) return;
          process.files.write(path, '', 0o644);
        }
        process.files.utimes(path, time);
      },
      (error, name) =>
        `${error.code === 'EACCES' || error.code === 'ENOENT' || error.code === 'ENOTDIR' ? `cannot touch '${name}'` : `setting times of '${name}'`}: ${error.message}`,
    );
  },
);

/** Everything under a path, itself first. */
function* tree(process: Process, path: string): Generator<string> {
  yield path;
  const stat = process.files.lstat(path);
  if (stat.type !== 'directory') return;
  for (const name of process.files.list(path)) yield* tree(process, `${path.replace(/\/$/, '')}/${name}`);
}

/** chmod(1). */
export const chmod = command(
  { short: 'Rvfcrwxstugoa', long: { recursive: 'R', verbose: 'v', 'reference=': 'ref' } },
  async (process, options) => {
    // `-x` and its like are modes, not options.
    const letters = [...options.flags.keys()].filter((key) => /^[rwxst]$/.test(key)).join('');
    const [mode, ...names] = letters ? [`-${letters}`, ...options.rest] : options.rest;
    if (mode === undefined) return missingOperand(process);
    if (names.length === 0) return missingOperand(process, `missing operand after ‘${mode}’`);
    try {
      changeMode(0, mode, false);
    } catch {
      throw new Failure(`invalid mode: ‘${mode}’\nTry 'chmod --help' for more information.`);
    }
    let status = 0;
    for (const name of names) {
      try {
        const paths = options.has('R')
          ? [...tree(process, absolute(process, name))]
          : [absolute(process, name)];
        for (const path of paths) {
          const stat = process.files.stat(path);
          process.files.chmod(path, changeMode(stat.mode, mode, stat.type === 'directory'));
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        const action = error.code === 'ENOENT' ? 'cannot access' : 'changing permissions of';
        await complain(process, `${action} '${name}': ${error.message}`);
        status = 1;
      }
    }
    return status;
  },
);

/** chown(1) and chgrp(1). */
export const chown = command(
  { short: 'Rvfh', long: { recursive: 'R', 'no-dereference': 'h' } },
  async (process, options) => {
    const onlyGroup = process.argv[0]!.endsWith('chgrp');
    const [spec, ...names] = options.rest;
    if (spec === undefined) return missingOperand(process);
    if (names.length === 0) return missingOperand(process, `missing operand after ‘${spec}’`);
    const [userPart, groupPart] = onlyGroup ? ['', spec] : (spec.split(/[:.](.*)/s) as [string, string?]);
    const user =
      userPart === ''
        ? undefined
        : process.host.users.find((one) => one.name === userPart || String(one.uid) === userPart);
    const uid =
      userPart === '' ? undefined : (user?.uid ?? (/^\d+$/.test(userPart) ? Number(userPart) : Number.NaN));
    if (Number.isNaN(uid)) throw new Failure(`invalid user: ‘${spec}’`);
    const group = groupPart
      ? groups(process).find((one) => one.name === groupPart || String(one.gid) === groupPart)
      : undefined;
    const gid = groupPart
      ? (group?.gid ?? (/^\d+$/.test(groupPart) ? Number(groupPart) : Number.NaN))
      : groupPart === ''
        ? user?.gid
        : undefined;
    if (Number.isNaN(gid)) throw new Failure(`invalid group: ‘${spec}’`);
    return forEach(
      process,
      names,
      (name) => {
        const paths = options.has('R')
          ? [...tree(process, absolute(process, name))]
          : [absolute(process, name)];
        for (const path of paths) {
          const stat = process.files.lstat(path);
          process.files.chown(path, uid ?? stat.uid, gid ?? stat.gid, !options.has('h'));
        }
      },
      (error, name) =>
        error.code === 'ENOENT'
          ? `cannot access '${name}': ${error.message}`
          : `changing ${onlyGroup ? 'group' : 'ownership'} of '${name}': ${error.message}`,
    );
  },
);

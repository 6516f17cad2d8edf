import { FileError, resolvePath } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { absolute, command, complain, Failure, missingOperand } from './support/program.ts';
import { agrees } from './support/prompt.ts';

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
        if (
          options.has('i') &&
          process.files.exists(to) &&
          !(await agrees(process, `overwrite '${target}'?`))
        ) {
          continue;
        }
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
        const exists = process.files.exists(to);
        if (options.has('n') && exists) continue;
        if (options.has('i') && exists && !(await agrees(process, `overwrite '${target}'?`))) continue;
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

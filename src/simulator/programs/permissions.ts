import { FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { groups } from './support/attributes.ts';
import { changeMode } from './support/mode.ts';
import { absolute, command, complain, Failure, forEach, missingOperand } from './support/program.ts';

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

import { FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { groups } from './support/attributes.ts';
import { changeMode } from './support/mode.ts';
import { UsageError } from './support/options.ts';
import { absolute, command, Failure, forEach } from './support/program.ts';

/** install(1): copies with a mode and an owner, or makes folders. */
export const install = command(
  {
    short: 'bcdDm:o:g:t:Tvps',
    long: {
      directory: 'd',
      'mode=': 'm',
      'owner=': 'o',
      'group=': 'g',
      'target-directory=': 't',
      verbose: 'v',
      'no-target-directory': 'T',
    },
  },
  async (process, options) => {
    const wanted = options.get('m') ?? '755';
    const mode = modeOf(wanted);
    const { rest } = options;
    if (rest.length === 0) throw new UsageError('missing file operand');
    const tell = async (text: string) => {
      if (options.has('v')) await process.stdout.write(`${text}\n`);
    };
    if (options.has('d')) {
      return forEach(
        process,
        rest,
        async (name) => {
          const path = absolute(process, name);
          if (!process.files.isDirectory(path)) {
            process.files.mkdir(path, { parents: true });
            await tell(`install: creating directory '${name}'`);
          }
          process.files.chmod(path, mode);
          own(process, path, options);
        },
        (error, name) => `cannot create directory ‘${name}’: ${error.message}`,
      );
    }
    const folder = options.get('t');
    const target = folder ?? rest.at(-1)!;
    const sources = folder === undefined ? rest.slice(0, -1) : rest;
    if (sources.length === 0) throw new UsageError(`missing destination file operand after '${rest[0]}'`);
    const into =
      folder !== undefined || (!options.has('T') && process.files.isDirectory(absolute(process, target)));
    if (!into && sources.length > 1) throw new Failure(`target '${target}': No such file or directory`);
    return forEach(process, sources, async (name) => {
      const from = absolute(process, name);
      const goal = into ? `${target.replace(/\/$/, '')}/${name.replace(/^.*\//, '')}` : target;
      const path = absolute(process, goal);
      try {
        if (process.files.isDirectory(from)) throw new Failure(`omitting directory '${name}'`);
        const content = read(process, from, name);
        if (options.has('D')) process.files.mkdir(path.replace(/\/[^/]*$/, '') || '/', { parents: true });
        process.files.write(path, content, mode);
        process.files.chmod(path, mode);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        throw new Failure(`cannot create regular file '${goal}': ${error.message}`);
      }
      own(process, path, options);
      await tell(`'${name}' -> '${goal}'`);
    });
  },
);

function modeOf(text: string): number {
  try {
    return changeMode(0, text, false);
  } catch {
    throw new Failure(`invalid mode ‘${text}’`);
  }
}

function read(process: Process, path: string, name: string) {
  try {
    return process.files.content(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Failure(`cannot stat '${name}': ${error.message}`);
  }
}

function own(process: Process, path: string, options: { get(name: string): string | undefined }): void {
  const [owner, group] = [options.get('o'), options.get('g')];
  if (owner === undefined && group === undefined) return;
  const before = process.files.stat(path);
  const user = process.host.users.find(({ name, uid }) => name === owner || String(uid) === owner);
  if (owner !== undefined && !user) throw new Failure(`invalid user ‘${owner}’`);
  const gid =
    group === undefined
      ? before.gid
      : /^\d+$/.test(group)
        ? Number(group)
        : groups(process).find(({ name }) => name === group)?.gid;
  if (gid === undefined) throw new Failure(`invalid group ‘${group}’`);
  process.files.chown(path, user?.uid ?? before.uid, gid);
}

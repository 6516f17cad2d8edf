import { FileError } from '../common/files.ts';
import { changeMode } from './support/mode.ts';
import { absolute, command, forEach, missingOperand } from './support/program.ts';

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

import { FileError, resolvePath } from '../../common/files.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { containerPath } from './names.ts';

/** `docker export` */
export const exportContainer: Command = {
  paths: ['container export', 'export'],
  short: "Write a container's files as a tar archive",
  usage: '[OPTIONS] CONTAINER',
  args: exactArgs(1),
  flags: [{ name: 'output', short: 'o', type: 'string', usage: 'File to write to, in place of STDOUT' }],
  run: async ({ args, engine, flags, process }) => {
    const output = flags.string('output');
    if (output === '' && process.stdout.isTTY) {
      throw new CommandError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    const path = resolvePath(process.cwd, output);
    if (output !== '')
      refuseUnwritable(path, output, process.files.isDirectory(path.replace(/\/[^/]*$/, '') || '/'));
    const response = await engine.request('GET', containerPath(args[0]!, 'export'));
    const archive = new Uint8Array(await response.arrayBuffer());
    if (output === '') await process.stdout.write(archive);
    else process.files.write(path, archive, 0o600);
    return 0;
  },
};

function refuseUnwritable(path: string, name: string, hasDirectory: boolean): void {
  if (hasDirectory) return;
  const directory = name.includes('/') ? path.replace(/\/[^/]*$/, '') : '.';
  const reason = new FileError('ENOENT', path).message.toLowerCase();
  throw new CommandError(`failed to export container: invalid output path: stat ${directory}: ${reason}`);
}

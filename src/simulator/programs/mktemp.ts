import { FileError } from '../common/files.ts';
import { absolute, command, complain } from './support/program.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ATTEMPTS = 100;

/** mktemp(1). */
export const mktemp = command(
  {
    short: 'dqutp:',
    long: { directory: 'd', quiet: 'q', 'dry-run': 'u', 'tmpdir?': 'p', 'suffix=': 'suffix' },
  },
  async (process, options) => {
    const refuse = async (message: string, hint = false) => {
      if (!options.has('q')) await complain(process, message);
      if (hint) await process.stderr.write("Try 'mktemp --help' for more information.\n");
      return 1;
    };
    const [given, extra] = options.rest;
    if (extra !== undefined) return refuse('too many templates', true);
    const template = given ?? 'tmp.XXXXXXXXXX';
    const suffix = options.get('suffix') ?? /X([^X/]*)$/.exec(template)?.[1] ?? '';
    const bare = options.has('suffix') ? template : template.slice(0, template.length - suffix.length);
    const marks = /X*$/.exec(bare)![0];
    if (marks.length < 3) return refuse(`too few X's in template ‘${template}’`);
    const folder =
      given === undefined || options.has('p') || options.has('t')
        ? `${options.get('p') || process.env.TMPDIR || '/tmp'}/`
        : '';
    if (folder !== '' && given?.startsWith('/')) {
      return refuse(`invalid template, ‘${given}’; with --tmpdir, it may not be absolute`);
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const random = [...process.host.random.bytes(marks.length)].map(
        (byte) => LETTERS[byte % LETTERS.length],
      );
      const name = `${folder}${bare.slice(0, bare.length - marks.length)}${random.join('')}${suffix}`;
      const path = absolute(process, name);
      if (process.files.exists(path)) continue;
      try {
        if (!options.has('u')) {
          if (options.has('d')) process.files.mkdir(path, { mode: 0o700 });
          else process.files.write(path, '', 0o600);
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        const what = options.has('d') ? 'directory' : 'file';
        const shown = `${folder}${options.has('suffix') ? template + suffix : template}`;
        return refuse(`failed to create ${what} via template ‘${shown}’: ${error.message}`);
      }
      await process.stdout.write(`${name}\n`);
      return 0;
    }
    return refuse('failed to find a free name');
  },
);

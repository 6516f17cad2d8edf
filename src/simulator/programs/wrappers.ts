import type { Program } from '../common/process.ts';
import { command, complain, Failure } from './support/program.ts';

const UNITS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** timeout(1). */
export const timeout = command(
  {
    short: 's:k:v',
    long: { 'signal=': 's', 'kill-after=': 'k', 'preserve-status': 'preserve', foreground: 'fg' },
    usageStatus: 125,
    anywhere: false,
  },
  async (process, options) => {
    const [duration, ...argv] = options.rest;
    if (duration === undefined || argv.length === 0)
      throw new Failure("missing operand\nTry 'timeout --help' for more information.", 125);
    const match = /^(\d*\.?\d+)([smhd]?)$/.exec(duration);
    if (!match)
      throw new Failure(
        `invalid time interval ‘${duration}’\nTry 'timeout --help' for more information.`,
        125,
      );
    const { clock } = process.host;
    const over = new AbortController();
    const end = new AbortController();
    const milliseconds = Number(match[1]) * UNITS[match[2]!]! * 1000;
    let expired = false;
    const waiting = clock.until(clock.now() + milliseconds, over.signal).then(
      () => {
        expired = true;
        end.abort();
      },
      () => {},
    );
    const status = await process.spawn(argv, { signal: end.signal });
    over.abort();
    await waiting;
    return expired && !options.has('preserve') ? 124 : status;
  },
);

/** nohup(1). */
export const nohup: Program = async (process) => {
  const argv = process.argv.slice(1);
  if (argv.length === 0) {
    await complain(process, 'missing operand');
    return 125;
  }
  process.onSignal('SIGHUP', () => {});
  if (!process.stdout.isTTY) return process.spawn(argv);
  await complain(process, "ignoring input and appending output to 'nohup.out'");
  const path = `${process.cwd.replace(/\/$/, '')}/nohup.out`;
  const output = {
    isTTY: false,
    write: async (data: Uint8Array | string) => process.files.append(path, data),
  };
  return process.spawn(argv, {
    stdin: { isTTY: false, read: async () => undefined },
    stdout: output,
    stderr: output,
  });
};

/** nice(1), time(1) and others that only run something. */
export const passThrough: Program = async (process) => {
  let argv = process.argv.slice(1);
  while (/^-/.test(argv[0] ?? '')) argv = argv.slice(/^-[no]$/.test(argv[0]!) ? 2 : 1);
  return argv.length === 0 ? 0 : process.spawn(argv);
};

/** tty(1). */
export const tty = command(
  { short: 's', long: { silent: 's', quiet: 's' }, most: 0, usageStatus: 2 },
  async (process, options) => {
    const { isTTY } = process.stdin;
    if (!options.has('s')) await process.stdout.write(isTTY ? '/dev/pts/0\n' : 'not a tty\n');
    return isTTY ? 0 : 1;
  },
);

/** nproc(1), arch(1), sync(1). */
export const nproc = command({ most: 0, long: { all: 'all', 'ignore=': 'ignore' } }, async (process) => {
  await process.stdout.write('4\n');
  return 0;
});

export const arch = command({ most: 0 }, async (process) => {
  await process.stdout.write(`${process.host.architecture === 'arm64' ? 'aarch64' : 'x86_64'}\n`);
  return 0;
});

/** Editors that need a whole screen: they say plainly that they are not here. */
export const noEditor: Program = async (process) => {
  const name = process.argv[0]!.replace(/^.*\//, '');
  await process.stderr.write(
    `${name}: there is no screen editor in this sandbox. To write a file, try:\n  cat > FILE     (type the lines, end with Ctrl-D)\n  echo 'text' >> FILE\n  sed -i 's/old/new/' FILE\n`,
  );
  return 1;
};

/** man(1). */
export const man: Program = async (process) => {
  const names = process.argv.slice(1).filter((arg) => !/^-|^\d$/.test(arg));
  const name = names.at(-1);
  if (name === undefined) {
    await process.stderr.write("What manual page do you want?\nFor example, try 'man man'.\n");
    return 1;
  }
  const known = (process.env.PATH ?? '')
    .split(':')
    .some((folder) => process.host.files.isFile(`${folder}/${name}`));
  if (!known) {
    await process.stderr.write(`No manual entry for ${name}\n`);
    return 16;
  }
  await process.stdout.write(
    `The manual is not part of this sandbox. What ${name} understands here:\n\n  ${name} --help\n`,
  );
  return 0;
};

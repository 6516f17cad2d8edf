import type { Process, Program } from '../common/process.ts';
import { parseDate } from './support/date.ts';
import { UsageError } from './support/options.ts';
import { formatPrintf } from './support/printf.ts';
import { command, complain, Failure } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

/** hostname(1). */
export const hostname = command({ short: 'fsIid' }, async (process, options) => {
  if (options.rest.length > 0) throw new Failure('you must be root to change the host name');
  const { hostname: name } = process.host;
  const [address, fullName] = ownEntry(process);
  const domain = /\.(.*)$/.exec(fullName)?.[1];
  if (options.has('I'))
    await process.stdout.write(`${address === '127.0.1.1' ? '192.168.1.20' : address} \n`);
  else if (options.has('i')) await process.stdout.write(`${address}\n`);
  else if (options.has('s')) await process.stdout.write(`${name.split('.')[0]}\n`);
  else if (options.has('f')) await process.stdout.write(`${fullName}\n`);
  else if (!options.has('d')) await process.stdout.write(`${name}\n`);
  else if (domain !== undefined) await process.stdout.write(`${domain}\n`);
  return 0;
});

/** The address and the full name that /etc/hosts gives the machine's own name. */
function ownEntry({ host }: Process): [address: string, fullName: string] {
  const lines = host.files.isFile('/etc/hosts') ? host.files.readText('/etc/hosts').split('\n') : [];
  for (const line of lines) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address && names.includes(host.hostname)) return [address, names[0]!];
  }
  return ['127.0.1.1', host.hostname];
}

/** uname(1). */
export const uname = command(
  {
    short: 'asnrvmpio',
    most: 0,
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      processor: 'p',
      'hardware-platform': 'i',
      'operating-system': 'o',
    },
  },
  async (process, options) => {
    const machine = process.host.architecture === 'arm64' ? 'aarch64' : 'x86_64';
    const fields: [string, string][] = [
      ['s', 'Linux'],
      ['n', process.host.hostname],
      ['r', '6.1.0-28-amd64'.replace('amd64', process.host.architecture)],
      ['v', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)'],
      ['m', machine],
      ['p', 'unknown'],
      ['i', 'unknown'],
      ['o', 'GNU/Linux'],
    ];
    const wanted =
      options.flags.size === 0
        ? ['s']
        : options.has('a')
          ? ['s', 'n', 'r', 'v', 'm', 'o']
          : [...options.flags.keys()];
    await process.stdout.write(
      `${fields
        .filter(([key]) => wanted.includes(key))
        .map(([, text]) => text)
        .join(' ')}\n`,
    );
    return 0;
  },
);

const dateCommand = command(
  {
    short: 'uRd:r:I',
    long: {
      utc: 'u',
      universal: 'u',
      'date=': 'd',
      'iso-8601?': 'I',
      'rfc-email': 'R',
      'reference=': 'r',
      'rfc-3339=': 'rfc',
    },
  },
  async (process, options) => {
    let when = new Date(process.host.clock.now());
    const text = options.get('d');
    if (text !== undefined) {
      const parsed = parseDate(text, process.host.clock.now());
      if (!parsed) throw new Failure(`invalid date ‘${text}’`);
      when = parsed;
    }
    const reference = options.get('r');
    if (reference !== undefined) when = new Date(process.files.stat(reference).mtime);
    const [format, extra] = options.rest;
    if (extra !== undefined) throw new UsageError(`extra operand ‘${extra}’`);
    if (format !== undefined && !format.startsWith('+')) throw new Failure(`invalid date ‘${format}’`);
    const iso = options.get('I');
    const pattern =
      format?.slice(1) ??
      (options.has('R')
        ? '%a, %d %b %Y %H:%M:%S %z'
        : iso !== undefined
          ? isoPattern(iso)
          : options.has('rfc')
            ? `%F${(options.get('rfc') ?? '').startsWith('d') ? '' : ` ${(options.get('rfc') ?? '').startsWith('n') ? '%T.%N' : '%T'}%:z`}`
            : '%a %b %e %H:%M:%S %Z %Y');
    await process.stdout.write(`${formatTime(pattern, when)}\n`);
    return 0;
  },
);

const ISO: Record<string, string> = {
  date: '%F',
  hours: '%FT%H%:z',
  minutes: '%FT%H:%M%:z',
  seconds: '%FT%T%:z',
  ns: '%FT%T,%N%:z',
};

/** What `-I` prints, to the precision that is asked for. */
function isoPattern(precision: string): string {
  if (precision === '') return ISO.date!;
  const name = Object.keys(ISO).find((one) => one.startsWith(precision));
  if (name === undefined)
    throw new Failure(
      `invalid argument ‘${precision}’ for ‘--iso-8601’\nValid arguments are:\n  - ‘hours’\n  - ‘minutes’\n  - ‘date’\n  - ‘seconds’\n  - ‘ns’\nTry 'date --help' for more information.`,
    );
  return ISO[name]!;
}

/** date(1), by the world's clock. `-Iseconds` has its argument attached. */
export const date: Program = (process) =>
  dateCommand({
    ...process,
    argv: process.argv.map((arg, i) =>
      i > 0
        ? arg
            .replace(/^-([uR]*)I(\w*)$/, '-$1--iso-8601=$2')
            .replace(/^-([uR]+)(?=--)/, '')
            .replace(/^---/, '--')
        : arg,
    ),
  });

/** sleep(1): in the foreground the world's clock may jump. */
export const sleep = command({ anywhere: false }, async (process, options) => {
  if (options.rest.length === 0) {
    await complain(process, 'missing operand');
    await process.stderr.write("Try 'sleep --help' for more information.\n");
    return 1;
  }
  let seconds = 0;
  for (const operand of options.rest) {
    const match = /^(\d*\.?\d+|infinity)([smhd]?)$/.exec(operand);
    if (!match) {
      await complain(process, `invalid time interval ‘${operand}’`);
      await process.stderr.write("Try 'sleep --help' for more information.\n");
      return 1;
    }
    seconds +=
      (match[1] === 'infinity' ? 3.2e9 : Number(match[1])) *
      { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as ''];
  }
  const { clock } = process.host;
  if (process.background) await clock.until(clock.now() + seconds * 1000, process.signal);
  else await clock.pass(seconds * 1000, process.signal);
  return 0;
});

const status =
  (value: number): Program =>
  async () =>
    value;

export const yesTrue = status(0);
export const noFalse = status(1);

/** yes(1). */
export const yes: Program = async (process) => {
  const line = `${process.argv.slice(1).join(' ') || 'y'}\n`;
  const block = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
  for (;;) {
    process.signal.throwIfAborted();
    await process.stdout.write(block);
  }
};

/** seq(1). */
export const seq: Program = async (process) => {
  let args = process.argv.slice(1);
  let separator = '\n';
  let wide = false;
  let format: string | undefined;
  for (; args.length > 0 && /^--?[a-z]/.test(args[0]!); args = args.slice(1)) {
    const option = args[0]!.replace(/^--(separator|format)=/, (_, name: string) => `-${name[0]}`);
    if (option === '-w') wide = true;
    else if (option === '-s' || option === '-f') {
      if (option === '-s') separator = args[1] ?? '';
      else format = args[1];
      args = args.slice(1);
    } else if (option.startsWith('-s')) separator = option.slice(2);
    else if (option.startsWith('-f')) format = option.slice(2);
    else {
      await complain(process, `invalid option -- '${option[1]}'`);
      return 1;
    }
  }
  const directive = /%[-+ 0#']*\d*(?:\.\d*)?([a-zA-Z]?)/.exec(format?.replaceAll('%%', '') ?? '%g');
  if (!directive || !/[efgEFGaA]/.test(directive[1]!)) {
    const what = directive ? `has unknown %${directive[1]} directive` : 'has no % directive';
    await complain(process, `format ‘${format}’ ${what}`);
    return 1;
  }
  const numbers = args.map(Number);
  const wrong = args.find((_, i) => Number.isNaN(numbers[i]!));
  if (args.length === 0 || args.length > 3 || wrong !== undefined) {
    await complain(
      process,
      wrong !== undefined
        ? `invalid floating point argument: ‘${wrong}’`
        : args.length === 0
          ? 'missing operand'
          : `extra operand ‘${args[3]}’`,
    );
    await process.stderr.write("Try 'seq --help' for more information.\n");
    return 1;
  }
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0]!]
      : numbers.length === 2
        ? [numbers[0]!, 1, numbers[1]!]
        : (numbers as [number, number, number]);
  if (step === 0) {
    await complain(process, `invalid Zero increment value: ‘${args[1]}’`);
    return 1;
  }
  const decimals = Math.max(...args.map((arg) => /\.(\d+)$/.exec(arg)?.[1]?.length ?? 0));
  const show = (n: number) => {
    const text = n.toFixed(decimals);
    if (format !== undefined) return formatPrintf(format, [text]).text;
    return wide
      ? text.padStart(Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length), '0')
      : text;
  };
  let text = '';
  let any = false;
  for (let i = 0; ; i++) {
    const n = first + i * step;
    if (step > 0 ? n > last + 1e-9 : n < last - 1e-9) break;
    text += (any ? separator : '') + show(n);
    any = true;
    if (text.length > 16_384) {
      await process.stdout.write(text);
      text = '';
    }
  }
  await process.stdout.write(any ? `${text}\n` : '');
  return 0;
};

/** clear(1). */
export const clear: Program = async (process) => {
  await process.stdout.write('\x1b[H\x1b[2J\x1b[3J');
  return 0;
};

import { breathe } from '../../common/breathe.ts';
import { runText } from '../evaluate/run.ts';
import { quoteSingle } from '../expand/quote.ts';
import { assignElement, assignScalar } from '../expand/values.ts';
import { ifsOf } from '../expand/word.ts';
import { orAborted } from '../io/breathe.ts';
import { readLine } from '../io/read-line.ts';
import { NAME } from '../state/variables.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

export const read: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'a:d:ei:n:N:p:rst:u:');
  if (options.invalid || options.lacking) {
    return badOption(
      shell,
      words,
      options,
      'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
    );
  }
  const { flags, rest: names } = options;
  for (const name of names) {
    if (NAME.test(name.replace(/\[.*\]$/, ''))) continue;
    await shell.complain(`read: \`${name}': not a valid identifier`);
    return 1;
  }
  for (const [letter, what] of [
    ['t', 'invalid timeout specification'],
    ['n', 'invalid number'],
    ['N', 'invalid number'],
  ] as const) {
    const value = flags.get(letter);
    if (value === undefined || /^\d*\.?\d+$|^\d+\.$/.test(value)) continue;
    await shell.complain(`read: ${value}: ${what}`);
    return 1;
  }
  const fd = Number(flags.get('u') ?? 0);
  const file = shell.descriptors.get(fd);
  if (!file?.readable) {
    await shell.complain(`read: ${fd}: invalid file descriptor: Bad file descriptor`);
    return 1;
  }
  const prompt = flags.get('p');
  if (prompt !== undefined && file.isTTY) await shell.write(2, prompt);
  const hidden = flags.has('s') && file.isTTY ? shell.tty : undefined;
  const limited = flags.get('N') ?? flags.get('n');
  const single = limited !== undefined && file.isTTY ? shell.tty : undefined;
  hidden?.setEcho(false);
  single?.setRaw(true);
  try {
    const delimiter = flags.has('N') ? -1 : (flags.get('d') ?? '\n').charCodeAt(0) || 0;
    const reading = readLogical(
      shell,
      file,
      delimiter,
      flags.has('r'),
      Number(limited ?? Number.POSITIVE_INFINITY),
    );
    const seconds = flags.get('t');
    const line = seconds === undefined ? await reading : await within(shell, reading, Number(seconds));
    if (!line) return 142;
    if (single && limited !== undefined && !hidden)
      await shell.tty!.output.write(line.text.replace(/\n$/, ''));
    await store(shell, line.text, line.quoted, names, flags);
    return line.ended ? 1 : 0;
  } finally {
    hidden?.setEcho(true);
    single?.setRaw(false);
  }
};

type Shell = Parameters<Builtin>[0];

/** Lines joined by backslashes, unless raw; `quoted` marks the offsets of characters a backslash protected. */
async function readLogical(
  shell: Shell,
  file: Parameters<typeof readLine>[0],
  delimiter: number,
  raw: boolean,
  limit: number,
): Promise<{ text: string; quoted: Set<number>; ended: boolean }> {
  let text = '';
  const quoted = new Set<number>();
  for (;;) {
    const line = await readLine(file, shell.group.signal, delimiter, limit);
    if (raw) return { text: line.text, quoted, ended: line.ended };
    let continued = false;
    for (let i = 0; i < line.text.length; i++) {
      if (line.text[i] !== '\\') text += line.text[i];
      else if (i + 1 < line.text.length) {
        i++;
        if (line.text[i] === '\n') continue;
        quoted.add(text.length);
        text += line.text[i];
      } else continued = !line.ended;
    }
    if (!continued) return { text, quoted, ended: line.ended };
  }
}

async function within<T>(shell: Shell, promise: Promise<T>, seconds: number): Promise<T | undefined> {
  // What is there already is read whatever the limit: the world's clock would jump over it.
  const ready = await Promise.race([promise, breathe()]);
  if (ready !== undefined) return ready;
  const timer = new AbortController();
  const timeout = shell.host.clock.pass(seconds * 1000, timer.signal).then(() => undefined);
  timeout.catch(() => {});
  try {
    return await orAborted(Promise.race([promise, timeout]), shell.group.signal);
  } finally {
    timer.abort();
  }
}

async function store(
  shell: Shell,
  text: string,
  quoted: Set<number>,
  names: string[],
  flags: Map<string, string>,
): Promise<void> {
  const array = flags.get('a');
  const ifs = flags.has('N') ? '' : ifsOf(shell);
  if (array !== undefined) {
    const variable = shell.variables.obtain(array);
    variable.elements = new Map(fields(text, quoted, ifs).map((value, i) => [String(i), value]));
    delete variable.value;
    return;
  }
  if (names.length === 0) {
    assignScalar(shell, 'REPLY', text);
    return;
  }
  const values = fields(text, quoted, ifs, names.length);
  for (const [i, name] of names.entries()) {
    const element = /^(\w+)\[(.*)\]$/.exec(name);
    if (element) assignElement(shell, element[1]!, element[2]!, values[i] ?? '');
    else assignScalar(shell, name, values[i] ?? '');
  }
}

/** Splits by IFS into at most `limit` fields, the last of which takes the rest. */
function fields(text: string, quoted: Set<number>, ifs: string, limit = Number.POSITIVE_INFINITY): string[] {
  const isBlank = (i: number) =>
    i < text.length && !quoted.has(i) && ifs.includes(text[i]!) && /[ \t\n]/.test(text[i]!);
  const isDelimiter = (i: number) => i < text.length && !quoted.has(i) && ifs.includes(text[i]!);
  const out: string[] = [];
  let i = 0;
  while (isBlank(i)) i++;
  while (i < text.length) {
    if (out.length === limit - 1) {
      let end = text.length;
      while (end > i && isBlank(end - 1)) end--;
      let last = text.slice(i, end);
      // A single delimiter at the very end belongs to the last field's end.
      if (end > i && isDelimiter(end - 1) && !isBlank(end - 1)) {
        const inner = [...last.slice(0, -1)].some((_, at) => isDelimiter(i + at) && !isBlank(i + at));
        if (!inner) last = last.slice(0, -1);
      }
      out.push(last);
      return out;
    }
    let end = i;
    while (end < text.length && !isDelimiter(end)) end++;
    out.push(text.slice(i, end));
    i = end;
    while (isBlank(i)) i++;
    if (isDelimiter(i) && !isBlank(i)) {
      i++;
      while (isBlank(i)) i++;
    }
  }
  return out;
}

export const mapfile: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'd:n:O:s:tu:C:c:');
  if (options.invalid || options.lacking)
    return badOption(
      shell,
      words,
      options,
      `${words[0]} [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]`,
    );
  const { flags, rest } = options;
  if (rest[0] !== undefined && !NAME.test(rest[0])) {
    await shell.complain(`${words[0]}: \`${rest[0]}': not a valid identifier`);
    return 1;
  }
  const variable = shell.variables.obtain(rest[0] ?? 'MAPFILE');
  if (!flags.has('O')) variable.elements = new Map();
  variable.elements ??= new Map();
  delete variable.value;
  const delimiter = (flags.get('d') ?? '\n').charCodeAt(0) || 0;
  const file = shell.descriptors.get(Number(flags.get('u') ?? 0));
  const most = Number(flags.get('n') || 0) || Number.POSITIVE_INFINITY;
  const quantum = Number(flags.get('c') ?? 5000) || 5000;
  let skip = Number(flags.get('s') ?? 0);
  let at = Number(flags.get('O') ?? 0);
  for (let count = 0; count < most; ) {
    const line = await readLine(file, shell.group.signal, delimiter);
    if (line.ended && line.text === '') break;
    if (skip-- > 0) continue;
    const text = line.text + (flags.has('t') || line.ended ? '' : String.fromCharCode(delimiter));
    count++;
    const callback = flags.get('C');
    if (callback !== undefined && count % quantum === 0)
      await runText(shell, `${callback} ${at} ${quoteSingle(text)}`);
    variable.elements.set(String(at++), text);
  }
  return 0;
};

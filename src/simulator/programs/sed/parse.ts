import { joinRawBytes } from '../../common/raw-bytes.ts';
import { Failure } from '../support/program.ts';
import { literal, parts } from './escapes.ts';
import { Scanner, type Source } from './scanner.ts';
import type { Address, Command, Piece, RangeEnd, Substitution } from './script.ts';

/** Parses a script into commands in order, jumps and blocks resolved. @throws Failure worded as GNU sed's */
export function parseScript(sources: readonly Source[], extended: boolean): Command[] {
  const scanner = new Scanner(sources, extended);
  const commands: Command[] = [];
  const blocks: number[] = [];
  for (;;) {
    scanner.skip(/[\s;]*/);
    if (scanner.done) break;
    const command = parseCommand(scanner);
    if (!command) continue;
    if (command.name === '{') blocks.push(commands.length);
    if (command.name === '}') {
      const opened = blocks.pop() ?? scanner.fail("unexpected `}'");
      commands[opened]!.target = commands.length;
    }
    commands.push(command);
  }
  if (blocks.length > 0) throw new Failure("-e expression #1, char 0: unmatched `{'");
  resolveJumps(commands);
  return commands;
}

function resolveJumps(commands: Command[]): void {
  for (const command of commands) {
    if (!/^[btT]$/.test(command.name)) continue;
    const { argument } = command;
    const found = commands.findIndex(({ name, argument: label }) => name === ':' && label === argument);
    if (argument !== '' && found === -1) throw new Failure(`can't find label for jump to \`${argument}'`);
    command.target = argument === '' ? commands.length : found;
  }
}

function parseAddress(scanner: Scanner): Address | undefined {
  const digits = scanner.skip(/\d+/);
  if (digits !== '') {
    if (scanner.skip(/~/) === '') return { kind: 'line', line: Number(digits) };
    return { kind: 'step', first: Number(digits), step: Number(scanner.skip(/\d*/)) };
  }
  if (scanner.next === '$') {
    scanner.take();
    return { kind: 'last' };
  }
  if (scanner.next !== '/' && scanner.next !== '\\') return undefined;
  const delimiter = scanner.take() === '\\' ? scanner.take() : '/';
  const source = scanner.delimited(delimiter, true);
  if (source === undefined) return scanner.fail('unterminated address regex');
  const flags = scanner.skip(/[IM]*/).toLowerCase();
  return { kind: 'regex', regex: scanner.regex(source, flags) };
}

function parseRangeEnd(scanner: Scanner): RangeEnd {
  const relative = scanner.skip(/[+~](?=\d)/);
  if (relative !== '') {
    const number = Number(scanner.skip(/\d+/));
    return relative === '+' ? { kind: 'count', lines: number } : { kind: 'multiple', of: number };
  }
  return parseAddress(scanner) ?? scanner.fail("unexpected `,'", scanner.at + 1);
}

function parseCommand(scanner: Scanner): Command | undefined {
  const from = parseAddress(scanner);
  scanner.skip(/[ \t]*/);
  let to: RangeEnd | undefined;
  if (from && scanner.next === ',') {
    scanner.take();
    scanner.skip(/[ \t]*/);
    to = parseRangeEnd(scanner);
  }
  const fromStart = from?.kind === 'line' && from.line === 0;
  if (fromStart && to?.kind !== 'regex') scanner.fail('invalid usage of line address 0', scanner.at + 1);
  scanner.skip(/[ \t]*/);
  const negated = scanner.skip(/!+[ \t!]*/) !== '';
  const name = scanner.take();
  if (name === '' || name === '\n' || name === ';') return scanner.fail('missing command');
  const command: Command = {
    name,
    negated,
    argument: '',
    target: 0,
    ...(from && { from }),
    ...(to && { to }),
    ...(fromStart && { fromStart }),
  };
  if (name === '#') {
    if (from) scanner.fail("comments don't accept any addresses");
    scanner.skip(/[^\n]*/);
    return undefined;
  }
  if (/[:}]/.test(name) && from)
    scanner.fail(name === ':' ? ": doesn't want any addresses" : "unexpected `}'");
  if (to && /[qQ]/.test(name)) scanner.fail('command only uses one address');
  readArguments(scanner, command);
  return command;
}

function readArguments(scanner: Scanner, command: Command): void {
  switch (command.name) {
    case '{':
      return;
    case '=':
    case 'd':
    case 'D':
    case 'F':
    case 'g':
    case 'G':
    case 'h':
    case 'H':
    case 'n':
    case 'N':
    case 'p':
    case 'P':
    case 'x':
    case 'z':
    case '}':
      endOfCommand(scanner);
      return;
    case 'a':
    case 'i':
    case 'c':
      command.argument = insertedText(scanner);
      return;
    case ':': {
      scanner.skip(/[ \t]*/);
      command.argument = scanner.skip(/[^\s;]*/);
      if (command.argument === '') scanner.fail('":" lacks a label');
      return;
    }
    case 'b':
    case 't':
    case 'T':
      scanner.skip(/[ \t]*/);
      command.argument = scanner.skip(/[^\s;}]*/);
      endOfCommand(scanner);
      return;
    case 'l':
    case 'q':
    case 'Q':
      scanner.skip(/[ \t]*/);
      command.argument = scanner.skip(/\d*/);
      endOfCommand(scanner);
      return;
    case 'r':
    case 'R':
    case 'w':
    case 'W':
      scanner.skip(/[ \t]*/);
      command.argument = scanner.skip(/[^\n]*/);
      if (command.argument === '') scanner.fail('missing filename in r/R/w/W commands');
      return;
    case 's':
      command.substitution = substitution(scanner);
      return;
    case 'y':
      command.map = transliteration(scanner);
      endOfCommand(scanner);
      return;
    default:
      scanner.fail(`unknown command: \`${command.name}'`);
  }
}

function endOfCommand(scanner: Scanner): void {
  scanner.skip(/[ \t]*/);
  if (scanner.done || /[;\n}#]/.test(scanner.next)) return;
  scanner.take();
  scanner.fail('extra characters after command');
}

/** The text of `a`, `i` and `c`: on the next line after a backslash, or on the same one. */
function insertedText(scanner: Scanner): string {
  scanner.skip(/[ \t]*/);
  if (scanner.done) scanner.fail("expected \\ after `a', `c' or `i'");
  if (scanner.next === '\\') {
    scanner.take();
    scanner.skip(/[ \t]*\n/);
  }
  const text = scanner.skip(/(?:\\[\s\S]|[^\\\n])*/);
  scanner.skip(/\\?\n?/);
  return `${joinRawBytes([...parts(text)].map(literal).join(''))}\n`;
}

function substitution(scanner: Scanner): Substitution {
  const delimiter = scanner.take();
  const source = scanner.delimited(delimiter, true);
  const replacement = source === undefined ? undefined : scanner.delimited(delimiter, false);
  if (source === undefined || replacement === undefined) return scanner.fail("unterminated `s' command");
  const found: Substitution = {
    regex: undefined,
    replacement: pieces(replacement),
    global: false,
    nth: 1,
    print: false,
  };
  let flags = '';
  for (;;) {
    const number = scanner.skip(/\d+/);
    if (number !== '') {
      if (Number(number) === 0) scanner.fail("number option to `s' command may not be zero");
      found.nth = Number(number);
      continue;
    }
    const flag = scanner.next;
    if (flag === '' || /[\n;}#]/.test(flag)) break;
    scanner.take();
    if ((flag === 'g' && found.global) || (flag === 'p' && found.print))
      scanner.fail(`multiple \`${flag}' options to \`s' command`);
    if (flag === 'g') found.global = true;
    else if (flag === 'p') found.print = true;
    else if (/[iI]/.test(flag)) flags += flags.includes('i') ? '' : 'i';
    else if (/[mM]/.test(flag)) flags += flags.includes('m') ? '' : 'm';
    else if (flag === 'w') {
      scanner.skip(/[ \t]*/);
      found.file = scanner.skip(/[^\n]*/);
      if (found.file === '') scanner.fail('missing filename in r/R/w/W commands');
    } else if (!/[ \t]/.test(flag)) scanner.fail("unknown option to `s'");
  }
  found.regex = scanner.regex(source, flags);
  const groups = found.regex ? new RegExp(`${found.regex.source}|`).exec('')!.length - 1 : 9;
  for (const piece of found.replacement) {
    if (typeof piece === 'object' && 'group' in piece && piece.group > groups)
      scanner.fail(`invalid reference \\${piece.group} on \`s' command's RHS`);
  }
  return found;
}

/** A replacement's pieces. */
function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  const add = (more: string): void => {
    const last = found.at(-1);
    if (typeof last === 'string') found[found.length - 1] = joinRawBytes(last + more);
    else found.push(more);
  };
  for (const part of parts(text)) {
    if ('plain' in part) {
      for (const one of part.plain.split(/(&)/)) {
        if (one === '&') found.push({ group: 0 });
        else add(one);
      }
    } else if ('character' in part) add(part.character);
    else if (/\d/.test(part.escaped)) found.push({ group: Number(part.escaped) });
    else if (/[ULulE]/.test(part.escaped)) found.push({ change: part.escaped as 'U' });
    else add(part.escaped);
  }
  return found;
}

function transliteration(scanner: Scanner): Map<string, string> {
  const delimiter = scanner.take();
  const read = (): string[] => {
    const text = scanner.delimited(delimiter, false);
    if (text === undefined) return scanner.fail("unterminated `y' command");
    return [...parts(text)].flatMap((part) => ('plain' in part ? [...part.plain] : [literal(part)]));
  };
  const from = read();
  const to = read();
  if (from.length !== to.length) scanner.fail("strings for `y' command are different lengths");
  return new Map(from.map((c, i) => [c, to[i]!]));
}

import { FileError } from '../common/files.ts';
import type { Input, Process } from '../common/process.ts';
import { lines, openInput } from './support/input.ts';
import type { ParsedOptions } from './support/options.ts';
import { absolute, command, complain, Failure } from './support/program.ts';
import { literalRegex, posixRegex, regexProblem } from './support/regex.ts';

/** grep(1): line by line as they come, so that it follows `docker logs -f`. */
const grepCommand = command(
  {
    short: 'EFGPivwxcnlLqsohHrRA:B:C:e:f:m:aIzby',
    long: {
      'extended-regexp': 'E',
      'fixed-strings': 'F',
      'perl-regexp': 'P',
      'ignore-case': 'i',
      'invert-match': 'v',
      'word-regexp': 'w',
      'line-regexp': 'x',
      count: 'c',
      'line-number': 'n',
      'files-with-matches': 'l',
      'files-without-match': 'L',
      quiet: 'q',
      silent: 'q',
      'no-messages': 's',
      'only-matching': 'o',
      'no-filename': 'h',
      'with-filename': 'H',
      recursive: 'r',
      'after-context=': 'A',
      'before-context=': 'B',
      'context=': 'C',
      'regexp=': 'e',
      'file=': 'f',
      'max-count=': 'm',
      'color?': 'color',
      'colour?': 'color',
      'include=': 'include',
      'exclude=': 'exclude',
      'exclude-dir=': 'exclude-dir',
      'line-buffered': 'lb',
      text: 'a',
    },
    usageStatus: 2,
  },
  async (process, options) => {
    const rest = [...options.rest];
    const patterns = options.all('e');
    for (const file of options.all('f'))
      patterns.push(...process.files.readText(absolute(process, file)).replace(/\n$/, '').split('\n'));
    if (patterns.length === 0) {
      const pattern = rest.shift();
      if (pattern === undefined) {
        await process.stderr.write(
          "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n",
        );
        return 2;
      }
      patterns.push(...pattern.split('\n'));
    }
    const regex = compile(process, options, patterns);
    const recursive = options.has('r') || options.has('R');
    const names = rest.length > 0 ? rest : recursive ? ['.'] : ['-'];
    const search = new Search(process, options, regex);
    search.named = options.has('H') || (!options.has('h') && (names.length > 1 || recursive));
    for (const name of names) {
      await search.path(name, recursive);
      if (search.done) break;
    }
    if (search.failed && !(options.has('q') && search.matched)) return 2;
    return search.matched ? 0 : 1;
  },
);

/** grep, egrep, fgrep. */
export const grep = (process: Process): Promise<number> => {
  const name = process.argv[0]!.replace(/^.*\//, '');
  const flag = name === 'egrep' ? ['-E'] : name === 'fgrep' ? ['-F'] : [];
  return grepCommand({
    ...process,
    argv: [
      name,
      ...flag,
      ...process.argv.slice(1).map((arg) => (/^-\d+$/.test(arg) ? `-C${arg.slice(1)}` : arg)),
    ],
  });
};

function compile(_process: Process, options: ParsedOptions, patterns: string[]): RegExp {
  const sources = patterns.map((pattern) => {
    if (options.has('F')) return literalRegex(pattern);
    if (options.has('P')) return pattern;
    try {
      return posixRegex(pattern, options.has('E'));
    } catch (error) {
      throw new Failure(error instanceof Error ? error.message : String(error), 2);
    }
  });
  let source = sources.map((one) => `(?:${one})`).join('|');
  if (options.has('x')) source = `^(?:${source})$`;
  else if (options.has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`;
  try {
    return new RegExp(source, options.has('i') || options.has('y') ? 'gi' : 'g');
  } catch (error) {
    throw new Failure(regexProblem(error), 2);
  }
}

class Search {
  matched = false;
  failed = false;
  done = false;
  named = false;
  private readonly process: Process;
  private readonly options: ParsedOptions;
  private readonly regex: RegExp;
  private readonly coloured: boolean;

  constructor(process: Process, options: ParsedOptions, regex: RegExp) {
    this.process = process;
    this.options = options;
    this.regex = regex;
    const when = options.get('color');
    this.coloured = when === 'always' || (when !== undefined && when !== 'never' && process.stdout.isTTY);
  }

  async path(name: string, recursive: boolean): Promise<void> {
    const { process, options } = this;
    try {
      if (name !== '-' && process.files.isDirectory(absolute(process, name))) {
        if (recursive) await this.folder(name);
        else if (!options.has('s')) await complain(process, `${name}: Is a directory`);
        return;
      }
      await this.input(openInput(process, name), name === '-' ? '(standard input)' : name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (!options.has('s')) await complain(process, `${name}: ${error.message}`);
      this.failed = true;
    }
  }

  private async folder(name: string): Promise<void> {
    const { process, options } = this;
    const fits = (glob: string, file: string) =>
      new RegExp(`^${literalRegex(glob).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`).test(file);
    for (const entry of process.files.list(absolute(process, name))) {
      const path =
        name === '.' && this.options.rest.length < 2 ? entry : `${name.replace(/\/$/, '')}/${entry}`;
      const stat = process.files.lstat(absolute(process, path));
      if (stat.type === 'directory') {
        if (!options.all('exclude-dir').some((glob) => fits(glob, entry))) await this.folder(path);
        continue;
      }
      if (stat.type !== 'file') continue;
      const include = options.all('include');
      if (include.length > 0 && !include.some((glob) => fits(glob, entry))) continue;
      if (options.all('exclude').some((glob) => fits(glob, entry))) continue;
      await this.path(path, true);
      if (this.done) return;
    }
  }

  private async input(input: Input, name: string): Promise<void> {
    const { process, options, regex } = this;
    const after = Number(options.get('A') ?? options.get('C') ?? 0);
    const before = Number(options.get('B') ?? options.get('C') ?? 0);
    const most = options.has('m') ? Number(options.get('m')) : Number.POSITIVE_INFINITY;
    const quiet = options.has('q') || options.has('l') || options.has('L') || options.has('c');
    const held: { text: string; number: number }[] = [];
    let count = 0;
    let trailing = 0;
    let number = 0;
    let lastShown = 0;
    const label = (mark: string) => (this.named ? `${this.paint(name, '35')}${this.paint(mark, '36')}` : '');
    const show = async (text: string, at: number, mark: string) => {
      if (lastShown > 0 && at > lastShown + 1 && (after > 0 || before > 0))
        await process.stdout.write(`${this.paint('--', '36')}\n`);
      lastShown = at;
      const place = options.has('n') ? `${this.paint(String(at), '32')}${this.paint(mark, '36')}` : '';
      await process.stdout.write(`${label(mark)}${place}${text}\n`);
    };
    for await (const { text } of lines(input, process.signal)) {
      number++;
      if (text.includes('\0') && !options.has('a')) {
        regex.lastIndex = 0;
        if (regex.test(text) && !quiet) await process.stdout.write(`grep: ${name}: binary file matches\n`);
        this.matched = true;
        break;
      }
      regex.lastIndex = 0;
      const hit = regex.test(text) !== options.has('v');
      if (hit) {
        count++;
        this.matched = this.matched || !options.has('L');
        if (options.has('q')) {
          this.done = true;
          return;
        }
        if (options.has('l') || options.has('L')) break;
        if (!quiet) {
          for (const line of held.splice(0)) await show(line.text, line.number, '-');
          if (options.has('o') && !options.has('v')) {
            regex.lastIndex = 0;
            for (const match of text.matchAll(regex)) {
              if (match[0] === '') continue;
              const place = options.has('n') ? `${number}:` : '';
              await process.stdout.write(`${label(':')}${place}${this.paint(match[0], '01;31')}\n`);
            }
          } else await show(this.highlight(text), number, ':');
          trailing = after;
        }
        if (count >= most) break;
      } else if (!quiet && trailing > 0) {
        trailing--;
        await show(text, number, '-');
      } else if (before > 0) {
        held.push({ text, number });
        if (held.length > before) held.shift();
      }
    }
    if (options.has('c')) await process.stdout.write(`${label(':')}${count}\n`);
    if (options.has('l') && count > 0) await process.stdout.write(`${name}\n`);
    if (options.has('L') && count === 0) {
      this.matched = true;
      await process.stdout.write(`${name}\n`);
    }
  }

  private highlight(text: string): string {
    if (!this.coloured || this.options.has('v')) return text;
    return text.replace(this.regex, (match) => (match === '' ? '' : this.paint(match, '01;31')));
  }

  private paint(text: string, code: string): string {
    return this.coloured ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text;
  }
}

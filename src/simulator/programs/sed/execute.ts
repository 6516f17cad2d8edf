import { breathe } from '../../common/breathe.ts';
import type { Input } from '../../common/process.ts';
import { lines } from '../support/input.ts';
import { unambiguous } from './listing.ts';
import type { Command } from './script.ts';
import { type Standing, selects } from './select.ts';
import { substitute } from './substitute.ts';

/** What a script reads from and writes to. */
export interface Streams {
  /** The inputs in order, each opened when the one before is used up. */
  inputs: () => AsyncGenerator<{ name: string; input: Input }>;
  write: (text: string) => Promise<void>;
  /** Adds to a file of `w`. */
  append: (file: string, text: string) => Promise<void>;
  /** A file for `r` and `R`; `undefined` when there is none such. */
  read: (file: string) => string | undefined;
  signal: AbortSignal;
  /** What ends a line: with `-z` a null byte. */
  end: string;
}

interface Line {
  text: string;
  /** The input's end cut it off. */
  ended: boolean;
  name: string;
}

/** Runs a script over its inputs; gives the exit status. */
export async function execute(
  commands: readonly Command[],
  streams: Streams,
  silent: boolean,
): Promise<number> {
  return new Machine(commands, streams, silent).run();
}

/** The next command's place; or the cycle ends without printing, begins anew without reading, or is the last. */
type Next = 'drop' | 'restart' | 'quit' | number;

class Machine implements Standing {
  private pattern = '';
  private hold = '';
  number = 0;
  private steps = 0;
  private line: Line | undefined;
  private ahead: Line | undefined;
  private over = false;
  private replaced = false;
  private status = 0;
  private lastRegex: RegExp | undefined;
  private owesNewline = false;
  /** What the end of the cycle prints: texts of `a`, files of `r`. */
  private queue: (() => Promise<void>)[] = [];
  private readonly readLines = new Map<string, string[]>();
  private readonly source: AsyncGenerator<Line>;
  private readonly commands: readonly Command[];
  private readonly streams: Streams;
  private readonly silent: boolean;

  constructor(commands: readonly Command[], streams: Streams, silent: boolean) {
    this.commands = commands;
    this.streams = streams;
    this.silent = silent;
    this.source = allLines(streams);
  }

  async run(): Promise<number> {
    let next: Next = 0;
    while (next === 'restart' || (await this.advance())) {
      if (next !== 'restart') this.pattern = this.line!.text;
      next = 0;
      while (typeof next === 'number' && next < this.commands.length) {
        // A script may jump for ever: ^C ends it all the same.
        if (++this.steps % 1000 === 0) await breathe();
        if (this.streams.signal.aborted) return 130;
        next = await this.step(this.commands[next]!, next);
      }
      if (next === 'quit') return this.status;
      if (next !== 'restart') await this.endCycle(next !== 'drop');
    }
    return this.status;
  }

  private async step(command: Command, at: number): Promise<Next> {
    if ((await selects(command, this)) !== command.negated) return this.perform(command, at);
    return command.name === '{' ? command.target : at + 1;
  }

  private async endCycle(print: boolean): Promise<void> {
    if (print && !this.silent) await this.put(this.pattern);
    for (const item of this.queue.splice(0)) await item();
  }

  /** Prints the pattern space, without a newline where the last line of the input has none. */
  private async put(text: string): Promise<void> {
    const bare = this.line?.ended ?? false;
    await this.putText(bare ? text : text + this.streams.end);
    this.owesNewline = bare;
  }

  private async putText(text: string): Promise<void> {
    if (text === '') return;
    await this.streams.write(this.owesNewline ? this.streams.end + text : text);
    this.owesNewline = false;
  }

  async isLast(): Promise<boolean> {
    return (await this.peek()) === undefined;
  }

  private async peek(): Promise<Line | undefined> {
    if (!this.ahead && !this.over) {
      const { value, done } = await this.source.next();
      if (done) this.over = true;
      else this.ahead = value;
    }
    return this.ahead;
  }

  private async advance(): Promise<boolean> {
    const next = await this.peek();
    if (!next) return false;
    this.line = next;
    this.ahead = undefined;
    this.number++;
    this.replaced = false;
    return true;
  }

  matches(regex: RegExp | undefined): boolean {
    const used = regex ?? this.lastRegex;
    if (!used) return false;
    this.lastRegex = used;
    used.lastIndex = 0;
    return used.test(this.pattern);
  }

  private async perform(command: Command, at: number): Promise<Next> {
    const { argument } = command;
    const { end } = this.streams;
    switch (command.name) {
      case '=':
        await this.putText(`${this.number}${end}`);
        break;
      case 'a':
        this.queue.push(() => this.putText(argument));
        break;
      case 'i':
        await this.putText(argument);
        break;
      case 'c':
        if (!command.to || command.negated || !command.open) await this.putText(argument);
        return 'drop';
      case 'b':
        return command.target;
      case 't':
      case 'T': {
        const { replaced } = this;
        this.replaced = false;
        if (replaced === (command.name === 't')) return command.target;
        break;
      }
      case 'd':
        return 'drop';
      case 'D': {
        const cut = this.pattern.indexOf(end);
        if (cut === -1) return 'drop';
        this.pattern = this.pattern.slice(cut + 1);
        await this.endCycle(false);
        return 'restart';
      }
      case 'F':
        await this.putText(this.line!.name + end);
        break;
      case 'g':
        this.pattern = this.hold;
        break;
      case 'G':
        this.pattern += end + this.hold;
        break;
      case 'h':
        this.hold = this.pattern;
        break;
      case 'H':
        this.hold += end + this.pattern;
        break;
      case 'l':
        await this.putText(unambiguous(this.pattern, argument === '' ? 70 : Number(argument)));
        break;
      case 'n':
        if (await this.isLast()) {
          await this.endCycle(true);
          return 'quit';
        }
        if (!this.silent) await this.put(this.pattern);
        for (const item of this.queue.splice(0)) await item();
        await this.advanceKeeping();
        this.pattern = this.line!.text;
        break;
      case 'N':
        if (await this.isLast()) {
          await this.endCycle(true);
          return 'quit';
        }
        for (const item of this.queue.splice(0)) await item();
        await this.advanceKeeping();
        this.pattern += end + this.line!.text;
        break;
      case 'p':
        await this.put(this.pattern);
        break;
      case 'P':
        await this.putText(this.pattern.split(end)[0] + end);
        break;
      case 'q':
      case 'Q':
        this.status = Number(argument);
        if (command.name === 'q') await this.endCycle(true);
        return 'quit';
      case 'r':
        this.queue.push(async () => this.putText(this.streams.read(argument) ?? ''));
        break;
      case 'R': {
        const line = this.nextLineOf(argument);
        if (line !== undefined) this.queue.push(() => this.putText(line + end));
        break;
      }
      case 's':
        await this.substitute(command);
        break;
      case 'w':
        await this.toFile(argument, this.pattern + end);
        break;
      case 'W':
        await this.toFile(argument, this.pattern.split(end)[0] + end);
        break;
      case 'x':
        [this.pattern, this.hold] = [this.hold, this.pattern];
        break;
      case 'y':
        this.pattern = [...this.pattern].map((c) => command.map!.get(c) ?? c).join('');
        break;
      case 'z':
        this.pattern = '';
        break;
    }
    return at + 1;
  }

  /** The next line within a cycle: what `t` asks about stays. */
  private async advanceKeeping(): Promise<void> {
    const { replaced } = this;
    await this.advance();
    this.replaced = replaced;
  }

  private async substitute({ substitution }: Command): Promise<void> {
    const { regex = this.lastRegex, print, file } = substitution!;
    if (!regex) return;
    this.lastRegex = regex;
    const changed = substitute(this.pattern, regex, substitution!);
    if (changed === undefined) return;
    this.pattern = changed;
    this.replaced = true;
    if (print) await this.put(this.pattern);
    if (file !== undefined) await this.toFile(file, this.pattern + this.streams.end);
  }

  private async toFile(file: string, text: string): Promise<void> {
    if (file === '/dev/stdout') await this.putText(text);
    else await this.streams.append(file, text);
  }

  private nextLineOf(file: string): string | undefined {
    let rest = this.readLines.get(file);
    if (!rest) {
      rest = (this.streams.read(file) ?? '').split(this.streams.end);
      if (rest.at(-1) === '') rest.pop();
      this.readLines.set(file, rest);
    }
    return rest.shift();
  }
}

async function* allLines(streams: Streams): AsyncGenerator<Line> {
  for await (const { name, input } of streams.inputs())
    for await (const line of lines(input, streams.signal, streams.end)) yield { ...line, name };
}

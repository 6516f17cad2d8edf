import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { openInput } from '../support/input.ts';
import { Failure } from '../support/program.ts';
import { RecordReader } from './records.ts';
import type { State } from './state.ts';
import { decodeEscapes } from './tokens.ts';
import { fromInput, fromPlain, toInteger, toPlain } from './values.ts';

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** Assigns what a word of the command line says, `name=value`; false when it says no such thing. */
export function assign(state: State, word: string): boolean {
  const match = ASSIGNMENT.exec(word);
  if (!match) return false;
  state.set(match[1]!, fromInput(decodeEscapes(match[2]!)));
  return true;
}

/** The records of the files that ARGV names, or of the standard input where it names none. */
export class MainInput {
  private index = 1;
  private anyFile = false;
  private reader: RecordReader | undefined;
  private readonly process: Process;
  private readonly state: State;

  constructor(process: Process, state: State) {
    this.process = process;
    this.state = state;
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      this.reader ??= this.open();
      if (!this.reader) return undefined;
      const record = await this.reader.next(this.state.text('RS'));
      if (record !== undefined) return record;
      this.reader = undefined;
    }
  }

  /** Goes on with the next file. */
  leaveFile(): void {
    this.reader = undefined;
  }

  private open(): RecordReader | undefined {
    const { state } = this;
    const words = state.array('ARGV');
    for (; this.index < toInteger(state.get('ARGC')); this.index++) {
      const key = String(this.index);
      const name = words.has(key) ? state.toText(words.get(key)) : '';
      if (name === '' || assign(state, name)) continue;
      this.index++;
      return this.openNamed(name);
    }
    if (this.anyFile) return undefined;
    return this.openNamed('-');
  }

  private openNamed(name: string): RecordReader {
    this.anyFile = true;
    this.state.set('FILENAME', name);
    this.state.set('FNR', 0);
    try {
      return new RecordReader(openInput(this.process, toPlain(name)), this.process.signal);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.code === 'EISDIR') throw new Failure(`read error (${error.message})`, 2);
      throw new Failure(`cannot open ${toPlain(name)} (${error.message})`, 2);
    }
  }
}

/** Hands a script its words and its environment. */
export function introduce(state: State, process: Process, words: readonly string[]): void {
  const argv = state.array('ARGV');
  for (const [i, word] of ['awk', ...words].entries()) argv.set(String(i), fromInput(fromPlain(word)));
  state.set('ARGC', words.length + 1);
  const environment = state.array('ENVIRON');
  for (const [name, value] of Object.entries(process.env)) environment.set(name, fromInput(fromPlain(value)));
}

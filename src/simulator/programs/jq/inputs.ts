import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { fileText } from './arguments.ts';
import { ReadError, Reader } from './read.ts';
import type { Json } from './value.ts';

interface Source {
  name: string | null;
  text: string;
}

/** The values of all inputs in order, whoever asks for them: the main loop or `input`. */
export class Inputs {
  /** The file being read; standard input has none. */
  file: string | null = null;
  line = 0;
  begun = false;
  /** What no JSON was. */
  problem: string | undefined;
  private readonly sources: Source[];
  private reader: Reader | undefined;
  private lines: string[] | undefined;
  private readonly raw: boolean;

  constructor(sources: Source[], raw: boolean) {
    this.sources = [...sources];
    this.raw = raw;
  }

  /** `jq: error (at <stdin>:1)`: the place in an error. */
  get place(): string {
    return this.begun ? `${this.file ?? '<stdin>'}:${this.line}` : '<unknown>';
  }

  next(): Json | undefined {
    for (;;) {
      if (this.problem !== undefined) return undefined;
      const found = this.raw ? this.nextLine() : this.nextValue();
      if (found !== undefined) return found;
      const source = this.sources.shift();
      if (!source) return undefined;
      this.begun = true;
      this.file = source.name;
      this.line = 0;
      if (this.raw) this.lines = source.text.split('\n');
      else this.reader = new Reader(source.text);
      if (this.lines?.at(-1) === '') this.lines.pop();
    }
  }

  /** All of them as one array, or one text. */
  slurp(): Json | undefined {
    if (this.raw) {
      const text = this.sources.map((source) => source.text).join('');
      this.sources.length = 0;
      this.begun = true;
      return text;
    }
    const all: Json[] = [];
    for (let value = this.next(); value !== undefined; value = this.next()) all.push(value);
    return this.problem === undefined ? all : undefined;
  }

  private nextLine(): Json | undefined {
    this.line++;
    return this.lines?.shift();
  }

  private nextValue(): Json | undefined {
    try {
      const reading = this.reader?.read();
      if (reading) this.line = reading.line;
      return reading?.value;
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.problem = error.message;
      return undefined;
    }
  }
}

/** Reads the named files, or standard input; tells of those that cannot be opened. */
export async function openInputs(
  process: Process,
  files: string[],
  raw: boolean,
): Promise<{ inputs: Inputs; failed: boolean }> {
  if (files.length === 0) {
    return { inputs: new Inputs([{ name: null, text: await fileText(process, '-') }], raw), failed: false };
  }
  const sources: Source[] = [];
  let failed = false;
  for (const name of files) {
    try {
      sources.push({ name, text: await fileText(process, name) });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed = true;
      const what = error.code === 'EISDIR' ? "It's a directory" : error.message;
      await process.stderr.write(
        `jq: error: Could not open ${error.code === 'EISDIR' ? '' : 'file '}${name}: ${what}\n`,
      );
    }
  }
  return { inputs: new Inputs(sources, raw), failed };
}

import { FileError } from '../../common/files.ts';
import { Pipe } from '../../common/pipe.ts';
import { BrokenPipe, type Output, type Process } from '../../common/process.ts';
import { encodeText } from '../../common/raw-bytes.ts';
import { openInput } from '../support/input.ts';
import { absolute, Failure } from '../support/program.ts';
import { RecordReader } from './records.ts';
import { toPlain } from './values.ts';

/** As much as stdio keeps. */
const BUFFER = 4096;

interface Writer {
  write(text: string): Promise<void>;
  /** Gives what `close` returns. */
  close(): Promise<number>;
}

interface Reader {
  reader: RecordReader | undefined;
  close(): Promise<number>;
}

/** The files and commands that a script has open, each under its name until it closes it. */
export class Streams {
  private readonly writers = new Map<string, Writer>();
  private readonly readers = new Map<string, Reader>();
  /** What was printed while a command was open: where no terminal is, it is written at the end, or before the next. */
  private held = '';
  private pipes = 0;
  private readonly process: Process;

  constructor(process: Process) {
    this.process = process;
  }

  /** Writes to the standard output, which mawk buffers where it is no terminal. */
  async print(text: string): Promise<void> {
    if (this.pipes === 0 || this.process.stdout.isTTY) await this.process.stdout.write(encodeText(text));
    else this.held += text;
    if (this.held.length > BUFFER) await this.flush();
  }

  private async flush(): Promise<void> {
    const text = this.held;
    this.held = '';
    if (text !== '') await this.process.stdout.write(encodeText(text));
  }

  /** What `fflush` does: only the standard output holds anything back. Gives what it returns. */
  async fflush(name?: string): Promise<number> {
    if (name === undefined) await this.flush();
    return name === undefined || this.writers.has(name) ? 0 : -1;
  }

  /** What `print > name`, `>> name` and `| name` write to. */
  async writer(mode: string, name: string): Promise<Writer> {
    let found = this.writers.get(name);
    if (!found) {
      if (mode === '|') await this.flush();
      found = mode === '|' ? this.pipeTo(name) : this.file(name, mode === '>>');
      this.writers.set(name, found);
    }
    return found;
  }

  /** What `getline < name` and `name | getline` read from; `undefined` when it cannot be opened. */
  async reader(name: string, command: boolean): Promise<RecordReader | undefined> {
    let found = this.readers.get(name);
    if (!found) {
      if (command) await this.flush();
      found = command ? this.pipeFrom(name) : this.open(name);
      if (found.reader) this.readers.set(name, found);
    }
    return found.reader;
  }

  async close(name: string): Promise<number> {
    const open = [this.writers.get(name), this.readers.get(name)].filter((one) => one !== undefined);
    this.writers.delete(name);
    this.readers.delete(name);
    let status = -1;
    for (const one of open) status = await one.close();
    return status;
  }

  async closeAll(): Promise<void> {
    for (const writer of this.writers.values()) await writer.close();
    for (const reader of this.readers.values()) await reader.close();
    await this.flush();
  }

  async system(command: string): Promise<number> {
    await this.flush();
    return exitStatus(await this.process.spawn(shell(command)));
  }

  private file(name: string, append: boolean): Writer {
    const { process } = this;
    const closed = async () => 0;
    const to = (output: Output): Writer => ({
      write: (text) => output.write(encodeText(text)),
      close: closed,
    });
    if (name === '/dev/stdout' || name === '-') return { write: (text) => this.print(text), close: closed };
    if (name === '/dev/stderr') return to(process.stderr);
    if (name === '/dev/tty' && process.tty) return to(process.tty.output);
    if (name === '/dev/null') return { write: async () => {}, close: closed };
    const path = absolute(process, toPlain(name));
    try {
      if (!append || !process.files.exists(path)) process.files.write(path, '');
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new Failure(`cannot open "${toPlain(name)}" for output (${error.message})`, 2);
    }
    return { write: async (text) => process.files.append(path, encodeText(text)), close: closed };
  }

  private pipeTo(command: string): Writer {
    const pipe = new Pipe();
    this.pipes++;
    const ended = this.process.spawn(shell(command), { stdin: pipe.input }).finally(() => pipe.closeReader());
    return {
      write: (text) => pipe.output.write(encodeText(text)),
      close: () => {
        pipe.closeWriter();
        return ended.then(exitStatus).finally(() => this.pipes--);
      },
    };
  }

  private pipeFrom(command: string): Reader {
    const pipe = new Pipe();
    const ended = this.process
      .spawn(shell(command), { stdout: pipe.output })
      .finally(() => pipe.closeWriter());
    // A command that is still writing when nobody reads any more ends by that.
    ended.catch((error: unknown) => {
      if (!(error instanceof BrokenPipe)) throw error;
    });
    return {
      reader: new RecordReader(pipe.input, this.process.signal),
      close: () => {
        pipe.closeReader();
        return ended.then(exitStatus);
      },
    };
  }

  private open(name: string): Reader {
    const close = async () => 0;
    try {
      return { reader: new RecordReader(openInput(this.process, toPlain(name)), this.process.signal), close };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return { reader: undefined, close };
    }
  }
}

const shell = (command: string): string[] => ['/bin/sh', '-c', toPlain(command)];

/** mawk adds 256 to the number of the signal that ended a command. */
const exitStatus = (status: number): number => (status > 128 ? status - 128 + 256 : status);

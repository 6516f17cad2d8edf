import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { openInput } from '../support/input.ts';
import type { ParsedOptions } from '../support/options.ts';
import { absolute, command, complain, Failure } from '../support/program.ts';
import { execute, type Streams } from './execute.ts';
import { parseScript } from './parse.ts';
import type { Source } from './scanner.ts';
import type { Command } from './script.ts';

/** sed(1), as GNU has it: line by line as they come, so that it follows `docker logs -f`. */
const sedCommand = command(
  {
    short: 'ne:f:Ersul:z',
    long: {
      quiet: 'n',
      silent: 'n',
      'expression=': 'e',
      'file=': 'f',
      'regexp-extended': 'E',
      'in-place?': 'i',
      separate: 's',
      unbuffered: 'u',
      'line-length=': 'l',
      'null-data': 'z',
      'zero-terminated': 'z',
      posix: 'posix',
    },
  },
  async (process, options) => {
    const operands = [...options.rest];
    const sources: Source[] = [
      ...options.all('e').map((text) => ({ text })),
      ...options.all('f').map((file) => ({ text: scriptFile(process, file), file })),
    ];
    if (sources.length === 0) {
      const text = operands.shift();
      if (text === undefined) {
        await process.stderr.write(
          'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n',
        );
        return 1;
      }
      sources.push({ text });
    }
    return new Sed(process, options, sources).run(operands.length > 0 ? operands : ['-']);
  },
);

/** `-i` takes what is left of its word as the suffix of a copy; given as the long option, which may have none. */
export const sed = (process: Process): Promise<number> => {
  const argv = [process.argv[0]!];
  const args = process.argv.slice(1);
  while (args.length > 0) {
    const arg = args.shift()!;
    const inPlace = /^-([nErsuz]*)i(.*)$/s.exec(arg);
    if (arg === '--') {
      argv.push(arg, ...args.splice(0));
    } else if (inPlace) {
      if (inPlace[1] !== '') argv.push(`-${inPlace[1]}`);
      argv.push(`--in-place=${inPlace[2]}`);
    } else {
      argv.push(arg);
      if (/^-[nErsuz]*[efl]$/.test(arg) && args.length > 0) argv.push(args.shift()!);
    }
  }
  return sedCommand({ ...process, argv });
};

function scriptFile(process: Process, file: string): string {
  try {
    const text = process.files.readText(absolute(process, file));
    return text.replace(/^#!.*/, '').replace(/\n$/, '');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Failure(`couldn't open file ${file}: ${error.message}`, 4);
  }
}

class Sed {
  private status = 0;
  private readonly process: Process;
  private readonly options: ParsedOptions;
  private readonly sources: Source[];

  constructor(process: Process, options: ParsedOptions, sources: Source[]) {
    this.process = process;
    this.options = options;
    this.sources = sources;
  }

  async run(names: string[]): Promise<number> {
    const commands = this.parse();
    for (const { argument, name, substitution } of commands) {
      const file = name === 'w' || name === 'W' ? argument : substitution?.file;
      if (file !== undefined && !file.startsWith('/dev/std'))
        this.process.files.write(absolute(this.process, file), '');
    }
    const suffix = this.options.get('i');
    let ended = 0;
    if (suffix === undefined && !this.options.has('s'))
      ended = await this.over(commands, names, (text) => this.process.stdout.write(text));
    else
      for (const name of names) {
        if (suffix === undefined)
          ended = await this.over(this.parse(), [name], (text) => this.process.stdout.write(text));
        else ended = await this.inPlace(name, suffix);
      }
    return ended || this.status;
  }

  private parse(): Command[] {
    return parseScript(this.sources, this.options.has('E') || this.options.has('r'));
  }

  private async inPlace(name: string, suffix: string): Promise<number> {
    const { files } = this.process;
    const path = absolute(this.process, name);
    if (name === '-' || !files.exists(path)) {
      await complain(this.process, `can't read ${name}: No such file or directory`);
      this.status = 2;
      return 0;
    }
    if (!files.isFile(path)) {
      await complain(this.process, `couldn't edit ${name}: not a regular file`);
      this.status = 4;
      return 0;
    }
    let text = '';
    const ended = await this.over(this.parse(), [name], async (more) => {
      text += more;
    });
    if (suffix !== '') {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const base = path.slice(folder.length);
      const copy = suffix.includes('*') ? suffix.replaceAll('*', base) : base + suffix;
      files.put(copy.includes('/') ? absolute(this.process, copy) : folder + copy, files.node(path));
    }
    files.write(path, text);
    return ended;
  }

  private over(
    commands: Command[],
    names: string[],
    write: (text: string) => Promise<void>,
  ): Promise<number> {
    const { process } = this;
    const inputs = async function* (this: Sed): ReturnType<Streams['inputs']> {
      for (const name of names) {
        try {
          yield { name, input: openInput(process, name) };
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          if (error.code === 'EISDIR') throw new Failure(`read error on ${name}: Is a directory`, 4);
          await complain(process, `can't read ${name}: ${error.message}`);
          this.status = 2;
        }
      }
    }.bind(this);
    return execute(
      commands,
      {
        inputs,
        write,
        append: async (file, text) => {
          if (file === '/dev/stderr') await process.stderr.write(text);
          else process.files.append(absolute(process, file), text);
        },
        read: (file) => {
          const path = absolute(process, file);
          return process.files.isFile(path) ? process.files.readText(path) : undefined;
        },
        signal: process.signal,
        end: this.options.has('z') ? '\0' : '\n',
      },
      this.options.has('n'),
    );
  }
}

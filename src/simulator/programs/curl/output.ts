import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { CurlError } from './errors.ts';
import { headerLines, headText, statusLine } from './head.ts';
import type { CurlOptions } from './options.ts';

const BINARY =
  'Binary output can mess up your terminal. Use "--output -" to tell curl to output it to your terminal anyway, or consider "--output <FILE>" to save to a file.';
const BOLD = '\x1b[1m';
const PLAIN = '\x1b[0m';
const LINK = '\x1b]8;;';
const LINK_END = '\x1b\\';

/** Prints a warning in lines of a terminal's width, as curl breaks them. */
export async function printWarning(process: Process, message: string): Promise<void> {
  const width = 79 - 'Warning: '.length;
  let rest = message;
  while (rest.length > width) {
    let cut = width - 1;
    while (cut > 0 && rest[cut] !== ' ') cut--;
    if (cut === 0) cut = width - 1;
    await process.stderr.write(`Warning: ${rest.slice(0, cut + 1)}\n`);
    rest = rest.slice(cut + 1);
  }
  await process.stderr.write(`Warning: ${rest}\n`);
}

/** The head of a response; on a terminal names are bold, and where it leads is a link. */
export function styledHead(response: Response, url: URL, terminal: boolean): string {
  if (!terminal) return headText(response);
  const lines = headerLines(response).map(([name, value]) => {
    const bold = `${BOLD}${name}${PLAIN}:`;
    return name === 'Location' && URL.canParse(value, url)
      ? `${bold}${LINK}${new URL(value, url)}${LINK_END} ${value}\r\n${LINK}${LINK_END}`
      : `${bold} ${value}\r\n`;
  });
  return `${statusLine(response)}\r\n${lines.join('')}\r\n`;
}

/** Where the body of a URL goes. */
export class Target {
  /** The file's name as it is told; `''` for standard output. */
  readonly name: string;
  /** Bytes of bodies that came. */
  received = 0;
  private readonly process: Process;
  private readonly options: CurlOptions;
  private readonly chosen: boolean;
  private kept: Uint8Array[] = [];
  private heads = '';
  private broken = false;

  constructor(process: Process, options: CurlOptions, url: URL, index: number, globs: readonly string[]) {
    this.process = process;
    this.options = options;
    const output = options.outputs[index];
    this.chosen = output !== undefined;
    this.name = nameOf(options, output, url, globs);
    if (output === 'remote' && this.name === '') throw new NoName();
  }

  /** Whether what comes is seen on the terminal. */
  get onTerminal(): boolean {
    return this.name === '' && this.process.stdout.isTTY;
  }

  /** Begins anew: what an attempt that failed left in a file goes. */
  restart(): void {
    this.kept = [];
    this.received = 0;
  }

  async write(chunk: Uint8Array | string): Promise<void> {
    if (this.name !== '') {
      this.kept.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
      this.openFile();
    } else await this.process.stdout.write(chunk);
  }

  async writeBody(chunk: Uint8Array): Promise<void> {
    this.received += chunk.length;
    if (this.onTerminal && !this.chosen && chunk.includes(0)) {
      await printWarning(this.process, BINARY);
      throw new CurlError(23, '');
    }
    await this.write(chunk);
  }

  /** A file is made when the first bytes come. */
  private openFile(): void {
    if (this.kept.length > 1 || this.name === '/dev/null') return;
    const path = this.path;
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    try {
      if (this.options.createDirectories) this.process.files.mkdir(folder, { parents: true });
      this.process.files.write(path, new Uint8Array());
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.broken = true;
      throw new OpenFailure(this.name, error.message);
    }
  }

  /** Puts what came into the file; a body of no bytes makes an empty one when all went well. */
  close(well: boolean): void {
    if (this.name === '' || this.name === '/dev/null' || this.broken) return;
    if (this.kept.length === 0 && !well) return;
    if (this.kept.length === 0) this.openFile();
    const bytes = new Uint8Array(this.kept.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.kept) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    try {
      this.process.files.write(this.path, bytes);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new OpenFailure(this.name, error.message);
    }
  }

  /** Keeps heads for `-D`. */
  dump(name: string, head: string): void {
    const path = absolute(this.process, name);
    this.heads += head;
    try {
      if (name !== '/dev/null') this.process.files.write(path, this.heads);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new OpenFailure(name, error.message);
    }
  }

  private get path(): string {
    return absolute(this.process, this.name);
  }
}

/** A file that could not be opened: told as a warning, and the transfer fails. */
export class OpenFailure extends CurlError {
  readonly warning: string;
  constructor(name: string, reason: string) {
    super(23, 'Failure writing output to destination');
    this.warning = `Failed to open the file ${name}: ${reason}`;
  }
}

/** `-O` for a URL that ends in a slash. */
export class NoName extends CurlError {
  constructor() {
    super(23, 'Failed writing received data to disk/application');
  }
}

function nameOf(
  { outputDirectory }: CurlOptions,
  output: CurlOptions['outputs'][number] | undefined,
  url: URL,
  globs: readonly string[],
): string {
  if (output === undefined) return '';
  const name =
    output === 'remote'
      ? url.pathname.replace(/^.*\//, '')
      : output.file.replace(/#(\d+)/g, (whole, number: string) => globs[Number(number) - 1] ?? whole);
  if (name === '-' || name === '') return '';
  return outputDirectory === undefined ? name : `${outputDirectory}/${name}`;
}

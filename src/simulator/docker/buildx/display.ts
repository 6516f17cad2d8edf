import type { Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';
import { ConsoleDisplay } from './progress/console.ts';
import { PlainDisplay } from './progress/plain.ts';
import { RawJsonDisplay } from './progress/raw-json.ts';
import type { Display, StatusUpdate, VertexWarning } from './progress/status.ts';
import { excerpt } from './source-excerpt.ts';

/** Time between two pictures while nothing happens. */
const TICK = 150;
/** No picture comes sooner than this after the one before. */
const AT_MOST = 100;

/** The mode that the options ask for. @throws CommandError */
export function progressMode(progress: string, quiet: boolean): string {
  if (!quiet) return progress;
  if (progress !== 'auto' && progress !== 'quiet') {
    throw new CommandError(`progress=${progress} and quiet cannot be used together`);
  }
  return 'quiet';
}

/** Shows the progress of one build on standard error. */
export class ProgressPrinter {
  private readonly process: Process;
  private readonly display: Display | undefined;
  private readonly silent: boolean;
  private readonly debug: boolean;
  private readonly warnings: VertexWarning[] = [];
  private readonly stop = new AbortController();
  private readonly ticking: Promise<void>;
  private closed = false;
  private shown = Number.NEGATIVE_INFINITY;

  /**
   * @param builds whether it is a build, of which the builder is told
   * @throws CommandError for a mode that cannot be
   */
  constructor(process: Process, mode: string, debug: boolean, builds = true) {
    this.process = process;
    this.debug = debug;
    const wanted = mode === 'auto' ? process.env.BUILDKIT_PROGRESS || 'auto' : mode;
    this.silent = mode === 'quiet' || mode === 'rawjson';
    this.display = makeDisplay(process, wanted, builds);
    this.ticking = this.tick();
  }

  async update(status: StatusUpdate): Promise<void> {
    this.warnings.push(...status.warnings);
    await this.display?.update(status);
    if (this.process.host.clock.now() - this.shown >= AT_MOST) await this.refresh();
  }

  private async refresh(): Promise<void> {
    this.shown = this.process.host.clock.now();
    await this.display?.refresh();
  }

  private async tick(): Promise<void> {
    const { clock } = this.process.host;
    try {
      for (;;) {
        await clock.until(clock.now() + TICK, this.stop.signal);
        if (this.stop.signal.aborted) return;
        await this.refresh();
      }
    } catch {
      // The build has ended.
    }
  }

  /** Draws the last picture and tells the warnings. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.stop.abort();
    await this.ticking;
    await this.display?.done();
    if (this.silent || this.warnings.length === 0) return;
    await this.process.stderr.write(this.warningText());
  }

  private warningText(): string {
    const warnings = this.distinctWarnings();
    const count = warnings.length === 1 ? '1 warning found' : `${warnings.length} warnings found`;
    const hint = this.debug ? '' : ' (use docker --debug to expand)';
    let text = `\n \x1b[33m${count}${hint}:\n\x1b[0m`;
    for (const { short, detail, url, source } of warnings) {
      text += ` - ${short}\n`;
      if (!this.debug) continue;
      for (const line of detail) text += `${line}\n`;
      if (url !== '') text += `More info: ${url}\n`;
      if (source) text += excerpt(source);
      text += '\n';
    }
    return text;
  }

  private distinctWarnings(): VertexWarning[] {
    const seen = new Map(this.warnings.map((warning) => [`${warning.short}\0${warning.url}`, warning]));
    return [...seen.values()];
  }
}

function makeDisplay(process: Process, mode: string, builds: boolean): Display | undefined {
  const { stderr, tty, host, env } = process;
  const description = builds ? 'building with "default" instance using docker driver' : '';
  switch (mode) {
    case '':
    case 'auto':
    case 'tty':
      if (stderr.isTTY && tty) {
        return new ConsoleDisplay({
          output: stderr,
          tty,
          description: builds ? 'docker:default' : '',
          now: () => host.clock.now(),
          colors: !env.NO_COLOR,
        });
      }
      if (mode === 'tty') throw new CommandError('failed to get console: provided file is not a console');
      return new PlainDisplay(stderr, description);
    case 'plain':
      return new PlainDisplay(stderr, description);
    case 'rawjson':
      return new RawJsonDisplay(stderr);
    case 'quiet':
      return undefined;
    default:
      throw new CommandError(`invalid progress mode ${mode}`);
  }
}

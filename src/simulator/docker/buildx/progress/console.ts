import type { Output, Tty } from '../../../common/process.ts';
import { BuildModel, failures, hasFailed, isCanceled, isCompleted, progressOf, type Step } from './model.ts';
import type { Display, StatusUpdate, VertexStatus } from './status.ts';

const UP = '\x1b[1A';
const COLUMN_0 = '\x1b[0G';
const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';
const RESET = '\x1b[0m';
const BLUE = '\x1b[34m';
const YELLOW = '\x1b[33m';
const RED = '\x1b[31m';
const FAINT = '\x1b[2m';
/** Lines of a running step's output that are shown below it. */
const WINDOW = 6;

interface Line {
  name: string;
  status: string;
  /** Milliseconds that it took, or has taken so far. */
  duration: number;
  color: string;
  completed: boolean;
  /** Output to show below it. */
  step?: Step;
}

/** The progress on a terminal: all steps, redrawn in place. */
export class ConsoleDisplay implements Display {
  private readonly output: Output;
  private readonly tty: Tty;
  private readonly description: string;
  private readonly now: () => number;
  private readonly colors: boolean;
  private readonly model = new BuildModel();
  private lineCount = 0;
  private repeated = false;

  constructor(options: {
    output: Output;
    tty: Tty;
    description: string;
    now: () => number;
    colors: boolean;
  }) {
    this.output = options.output;
    this.tty = options.tty;
    this.description = options.description;
    this.now = options.now;
    this.colors = options.colors;
  }

  async update(status: StatusUpdate): Promise<void> {
    this.model.update(status);
  }

  async refresh(): Promise<void> {
    await this.output.write(this.draw(false));
  }

  async done(): Promise<void> {
    await this.output.write(this.draw(true) + failures(this.model, (step) => step.logs));
  }

  private draw(last: boolean): string {
    const { columns: width, rows: height } = this.tty;
    const lines = last ? this.lines() : this.fit(this.lines(), height);
    let text = UP.repeat(this.lineCount + 1);
    if (!this.repeated) text += '\x1b[1B';
    this.repeated = true;
    text += COLUMN_0 + HIDE + this.header(last, width);
    let count = 0;
    for (const line of lines) {
      const drawn = drawLine(line, width);
      if (drawn === undefined) continue;
      const color = this.colors && line.completed ? line.color : '';
      text += color === '' ? drawn : `${color}${drawn}${RESET}`;
      count++;
      for (const shown of line.step ? windowOf(line.step, width) : []) {
        text += `${FAINT} => => # ${shown}\n${RESET}`;
        count++;
      }
    }
    const spare = this.lineCount - count;
    if (spare > 0) text += `${`${' '.repeat(width)}\n`.repeat(spare)}${`\x1b[${spare}A`}${COLUMN_0}`;
    this.lineCount = count;
    return text + SHOW;
  }

  private header(last: boolean, width: number): string {
    const completed = [...this.model.all].filter(isCompleted).length;
    const total = this.model.count;
    const seconds = (this.now() - (this.model.startTime ?? this.now())) / 1000;
    const finished = completed > 0 && completed === total && last ? 'FINISHED' : '';
    const text = `[+] Building ${seconds.toFixed(1)}s (${completed}/${total}) ${finished}`;
    return `${align(text, this.description, width - 1).slice(0, width)}\n`;
  }

  private lines(): Line[] {
    return this.model.started.flatMap((step) => {
      const { vertex } = step;
      const prefix = (isCanceled(step) ? 'CANCELED ' : '') + (hasFailed(step) ? 'ERROR ' : '');
      const duration = this.duration(vertex.started, vertex.completed);
      const line: Line = {
        name: `${vertex.cached ? 'CACHED ' : ''}${prefix}${vertex.name.replaceAll('\t', ' ')}`,
        status: '',
        duration,
        completed: isCompleted(step),
        color: isCanceled(step) ? YELLOW : hasFailed(step) ? RED : BLUE,
      };
      if (!line.completed && step.output !== '') line.step = step;
      const warnings = step.warnings.map((warning): Line => {
        return { name: `WARN: ${warning.short}`, status: '', duration, completed: false, color: '' };
      });
      return [line, ...step.statuses.map((status) => this.statusLine(status)), ...warnings];
    });
  }

  private statusLine(status: VertexStatus): Line {
    return {
      name: `=> ${status.id}`,
      status: progressOf(status),
      duration: this.duration(status.started, status.completed),
      completed: status.completed !== undefined,
      color: BLUE,
    };
  }

  private duration(started: number | undefined, completed: number | undefined): number {
    return started === undefined ? 0 : (completed ?? this.now()) - started;
  }

  /** What has no room goes, finished lines first. */
  private fit(lines: Line[], height: number): Line[] {
    const limit = Math.max(0, height - 2 - lines.filter((line) => line.step).length * WINDOW);
    if (lines.length <= limit) return lines;
    const kept = lines.slice(lines.length - limit);
    const hidden = lines.slice(0, lines.length - limit).filter((line) => !line.completed);
    let spare = hidden.length;
    const visible = kept.filter((line) => !line.completed || spare-- <= 0);
    const free = kept.length - visible.length;
    return [...(free > 0 ? hidden.slice(-free) : []), ...visible];
  }
}

function drawLine(line: Line, width: number): string | undefined {
  const timer = ` ${(line.duration < 50 ? 0 : line.duration / 1000).toFixed(1)}s\n`;
  const prefix = ' => ';
  let left = width - prefix.length - timer.length - 1;
  const showStatus = line.status !== '' && left + line.status.length > 20;
  if (showStatus) left -= line.status.length + 1;
  if (left < 12) return undefined;
  const text = `${prefix}${line.name.slice(0, left)}${showStatus ? ` ${line.status}` : ''}`;
  return align(text, timer, width);
}

function align(left: string, right: string, width: number): string {
  return `${left.padEnd(width - right.length - 1)} ${right}`;
}

/** The last lines of a step's output, each cut to the width. */
function windowOf(step: Step, width: number): string[] {
  const plain = step.output.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replace(/[^\n]*\r(?!\n)/g, '');
  const room = Math.max(1, width - 10);
  return plain
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
    .slice(-WINDOW)
    .map((line) => line.slice(0, room).padEnd(room));
}

import type { Output } from '../../../common/process.ts';
import { BuildModel, failures, isCanceled, isCompleted, isStarted, progressOf, type Step } from './model.ts';
import type { Display, StatusUpdate, VertexStatus } from './status.ts';

/** Below this progress, and within this time, a status that has not ended is not told of again. */
const MIN_PROGRESS = 0.05;
const MIN_TIME = 5000;
/** Log lines that are kept to be shown again when the step fails. */
const KEPT_LOGS = 10;

/**
 * The last pieces of a step's log, as they were printed. A piece without an end is overwritten by what comes next: of
 * a line that came in two pieces only the last is kept.
 */
class KeptLogs {
  private readonly ring: (string | undefined)[] = Array.from({ length: KEPT_LOGS });
  private position = 0;

  add(piece: string, partial: boolean): void {
    this.ring[this.position] = piece;
    if (!partial) this.position = (this.position + 1) % KEPT_LOGS;
  }

  lines(): string[] {
    const ordered = [...this.ring.slice(this.position), ...this.ring.slice(0, this.position)];
    return ordered.filter((piece) => piece !== undefined);
  }
}

/** `--progress=plain`: lines that are never taken back, each with its step's number. */
export class PlainDisplay implements Display {
  private readonly output: Output;
  private readonly description: string;
  private readonly model = new BuildModel();
  private readonly pending = new Set<Step>();
  /** The step that has been begun to be shown, and not ended. */
  private current: Step | undefined;
  private next = 1;
  private readonly told = new Map<string, { current: number; timestamp: number }>();
  private readonly kept = new Map<Step, KeptLogs>();
  private readonly shown = new Map<Step, { logs: number; offset: number; warnings: number }>();

  constructor(output: Output, description: string) {
    this.output = output;
    this.description = description;
  }

  async update(status: StatusUpdate): Promise<void> {
    for (const step of this.model.update(status)) {
      this.pending.delete(step);
      this.pending.add(step);
    }
  }

  async refresh(): Promise<void> {
    const text = this.print();
    if (text !== '') await this.output.write(text);
  }

  async done(): Promise<void> {
    await this.refresh();
    const text = failures(this.model, (step) => this.kept.get(step)?.lines() ?? []);
    if (text !== '') await this.output.write(text);
  }

  /** Steps that have ended come first, by their end; then the one that is being shown goes on. */
  private print(): string {
    let text = '';
    const changed = [...this.pending].filter(isStarted);
    const completed = changed
      .filter(isCompleted)
      .sort((a, b) => Number(b === this.current) - Number(a === this.current) || ended(a) - ended(b));
    for (const step of completed) text += this.printStep(step);
    const running = changed.filter((step) => !isCompleted(step));
    if (this.current && running.includes(this.current)) text += this.printStep(this.current);
    else if (!this.current) {
      const next = running[0] ?? this.model.started.find((step) => !isCompleted(step));
      if (next) text += this.printStep(next);
    }
    return text;
  }

  private printStep(step: Step): string {
    let text = this.heading(step);
    const { number, vertex } = step;
    let open = false;
    for (const status of step.statuses) {
      if (!step.changed.has(status.id) || this.isTooSoon(status)) continue;
      open ||= status.completed === undefined;
      text += `#${number} ${status.id}${statusText(status)}\n`;
    }
    step.changed.clear();
    const shown = this.shown.get(step) ?? { logs: 0, offset: 0, warnings: 0 };
    for (const warning of step.warnings.slice(shown.warnings)) text += `#${number} WARN: ${warning.short}\n`;
    shown.warnings = step.warnings.length;
    text += this.logs(step, shown);
    this.shown.set(step, shown);
    this.pending.delete(step);
    if (!isCompleted(step) || open) {
      this.current = step;
      return text;
    }
    this.current = undefined;
    if (step.partial) text += '\n';
    if (isCanceled(step)) return `${text}#${number} CANCELED\n`;
    if (vertex.error !== '') return `${text}#${number} ERROR: ${vertex.error}\n`;
    if (vertex.cached) return `${text}#${number} CACHED\n`;
    const seconds = (vertex.completed! - vertex.started!) / 1000;
    return `${text}#${number} DONE ${seconds.toFixed(1)}s\n`;
  }

  private heading(step: Step): string {
    step.number ||= this.next++;
    if (step === this.current) return '';
    let text = '';
    if (this.current) {
      if (this.current.partial) text += '\n';
      text += `#${this.current.number} ...\n`;
    }
    if (this.next > 2 || step.number > 1) text += '\n';
    else if (this.description !== '') text += `#0 ${this.description}\n\n`;
    return `${text}#${step.number} ${step.vertex.name}\n`;
  }

  private isTooSoon(status: VertexStatus): boolean {
    const key = status.id;
    const last = this.told.get(key);
    if (last && status.completed === undefined) {
      const progress = status.total > 0 ? (status.current - last.current) / status.total : 0;
      if (progress < MIN_PROGRESS && status.timestamp - last.timestamp < MIN_TIME) return true;
    }
    this.told.set(key, { current: status.current, timestamp: status.timestamp });
    return false;
  }

  /** Log lines not shown yet; of one that goes on, what has been added. */
  private logs(step: Step, shown: { logs: number; offset: number }): string {
    let text = '';
    const lines = step.logs.slice(shown.logs);
    const kept = this.kept.get(step) ?? new KeptLogs();
    this.kept.set(step, kept);
    for (const [i, line] of lines.entries()) {
      const isRest = i === 0 && shown.offset > 0;
      const piece = isRest ? line.slice(shown.offset) : line;
      kept.add(piece, step.partial);
      text += isRest ? piece : `#${step.number} ${piece}`;
      const isLast = i === lines.length - 1;
      if (!isLast || !step.partial) text += '\n';
    }
    const complete = step.partial ? step.logs.length - 1 : step.logs.length;
    shown.logs = Math.max(complete, shown.logs);
    shown.offset = step.partial ? step.logs.at(-1)!.length : 0;
    return text;
  }
}

const ended = (step: Step): number => step.vertex.completed ?? 0;

function statusText(status: VertexStatus): string {
  const progress = progressOf(status);
  const seconds = ((status.completed ?? status.timestamp) - (status.started ?? status.timestamp)) / 1000;
  const time = seconds > 0.01 ? ` ${seconds.toFixed(1)}s` : '';
  return `${progress === '' ? '' : ` ${progress}`}${time}${status.completed === undefined ? '' : ' done'}`;
}

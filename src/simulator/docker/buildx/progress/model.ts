import type { StatusUpdate, Vertex, VertexStatus, VertexWarning } from './status.ts';

/** What a display knows of one step of the build. */
export interface Step {
  vertex: Vertex;
  /** Its number in plain output, from 1; 0 before it is first shown. */
  number: number;
  statuses: VertexStatus[];
  /** Ids of statuses that are new since the step was last shown. */
  changed: Set<string>;
  /** Log lines, each with the seconds since the step began before it. */
  logs: string[];
  /** The last log line has not ended yet. */
  partial: boolean;
  /** What the step wrote, for the window below it on a terminal. */
  output: string;
  warnings: VertexWarning[];
}

export const isStarted = (step: Step): boolean => step.vertex.started !== undefined;
export const isCompleted = (step: Step): boolean => step.vertex.completed !== undefined;

/** Collects the updates of a build. */
export class BuildModel {
  /** In the order in which they began. */
  readonly started: Step[] = [];
  private readonly steps = new Map<string, Step>();
  /** When the first step began. */
  startTime: number | undefined;

  get all(): Iterable<Step> {
    return this.steps.values();
  }

  get count(): number {
    return this.steps.size;
  }

  /** Takes an update in; gives the steps that it changes, in the order of its mentions. */
  update(update: StatusUpdate): Set<Step> {
    const changed = new Set<Step>();
    for (const vertex of update.vertexes) {
      this.startTime ??= vertex.started;
      changed.delete(this.takeVertex(vertex));
      changed.add(this.steps.get(vertex.digest)!);
    }
    for (const status of update.statuses) {
      const step = this.steps.get(status.vertex);
      if (!step) continue;
      const index = step.statuses.findIndex((known) => known.id === status.id);
      if (index === -1) step.statuses.push(status);
      else step.statuses[index] = status;
      step.changed.add(status.id);
      changed.add(step);
    }
    for (const warning of update.warnings) this.steps.get(warning.vertex)?.warnings.push(warning);
    for (const log of update.logs) {
      const step = this.steps.get(log.vertex);
      if (!step) continue;
      this.takeLog(step, new TextDecoder().decode(log.data), log.timestamp);
      changed.add(step);
    }
    return changed;
  }

  private takeVertex(vertex: Vertex): Step {
    let step = this.steps.get(vertex.digest);
    if (!step) {
      step = {
        vertex,
        number: 0,
        statuses: [],
        changed: new Set(),
        logs: [],
        partial: false,
        output: '',
        warnings: [],
      };
      this.steps.set(vertex.digest, step);
    }
    if (vertex.started !== undefined && !this.started.includes(step)) this.started.push(step);
    if (!isStarted(step) || vertex.started !== undefined) step.vertex = vertex;
    return step;
  }

  private takeLog(step: Step, text: string, timestamp: number): void {
    step.output += text;
    const parts = text.split('\n');
    const ended = parts.at(-1) === '';
    if (ended) parts.pop();
    for (const [i, part] of parts.entries()) {
      if (i === 0 && step.partial && step.logs.length > 0) step.logs[step.logs.length - 1] += part;
      else step.logs.push(`${elapsed(timestamp - (step.vertex.started ?? timestamp))} ${part}`);
    }
    step.partial = !ended;
  }
}

/** Seconds with three digits behind the point, fewer when they are many. */
function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  return seconds.toFixed(seconds < 10 ? 3 : seconds < 100 ? 2 : 1);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `469B`, `120.30kB`, `1.07MB` */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(2)}${UNITS[unit]}`;
}

/** How far a status has come: `16B / 32B`, `469B`, or nothing. */
export function progressOf({ current, total }: VertexStatus): string {
  if (total !== 0) return `${formatBytes(current)} / ${formatBytes(total)}`;
  return current === 0 ? '' : formatBytes(current);
}

const CANCELED = 'context canceled';

export const isCanceled = (step: Step): boolean => step.vertex.error.endsWith(CANCELED);
export const hasFailed = (step: Step): boolean => step.vertex.error !== '' && !isCanceled(step);

/** What is shown of failed steps at the end. */
export function failures(model: BuildModel, logsOf: (step: Step) => string[]): string {
  let text = '';
  for (const step of model.started) {
    if (!hasFailed(step)) continue;
    const logs = logsOf(step).map((line) => `${line}\n`);
    text += `------\n > ${step.vertex.name}:\n${logs.join('')}------\n`;
  }
  return text;
}

import type { Output, Tty } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';
import { humanSize } from './size.ts';

/** Progress of one thing, as in the engine's `progressDetail`. */
interface Progress {
  current?: number;
  total?: number;
  /** Seconds since the epoch. */
  start?: number;
  hidecounts?: boolean;
  units?: string;
}

/** One value of the stream with which the engine answers pull, push, load, import and build. */
export interface JsonMessage {
  stream?: string;
  status?: string;
  progressDetail?: Progress | null;
  /** The rendered bar of old engines. */
  progress?: string;
  id?: string;
  from?: string;
  time?: number;
  timeNano?: number;
  error?: string;
  errorDetail?: { code?: number; message?: string };
  aux?: unknown;
}

interface DisplayOptions {
  output: Output;
  /** The terminal that `output` is, when it is one. */
  tty: Tty | undefined;
  /** The world's time in milliseconds, for the time left. */
  now: () => number;
  onAux?: (message: JsonMessage) => void | Promise<void>;
}

/** Width below which a bar has no room. */
const BAR_WIDTH = 110;
const TIME_WIDTH = 50;

/**
 * Shows the stream: on a terminal each id has a line that is redrawn in place, in a pipe every status is a line and
 * mere progress is left out.
 * @throws CommandError with the stream's error
 */
export async function displayJsonMessages(
  messages: AsyncIterable<JsonMessage>,
  { output, tty, now, onAux }: DisplayOptions,
): Promise<void> {
  const terminal = output.isTTY;
  let lines = new Map<string, number>();
  for await (const message of messages) {
    if (message.aux !== undefined && message.aux !== null) {
      await onAux?.(message);
      continue;
    }
    let text = '';
    let up = 0;
    if (message.id && (message.progressDetail || message.progress)) {
      let line = lines.get(message.id);
      if (line === undefined) {
        line = lines.size;
        lines.set(message.id, line);
        if (terminal) text += '\n';
      }
      up = lines.size - line;
      if (terminal && up > 0) text += `\x1b[${up}A`;
    } else {
      // Something else than progress: what was drawn before is history.
      lines = new Map();
    }
    const failure = message.errorDetail ?? (message.error ? { message: message.error } : undefined);
    if (!failure) text += render(message, terminal, tty?.columns ?? 200, now());
    if (message.id && terminal && up > 0) text += `\x1b[${up}B`;
    if (text !== '') await output.write(text);
    if (failure) throw new CommandError(failure.message ?? '');
  }
}

function render(message: JsonMessage, terminal: boolean, width: number, now: number): string {
  const { progressDetail, status = '', stream = '' } = message;
  const bar = progressDetail ? progressText(progressDetail, width, now) : '';
  let start = '';
  let end = '';
  if (terminal && stream === '' && progressDetail) {
    start = '\x1b[2K\r';
    end = '\r';
  } else if (progressDetail && bar !== '') {
    return '';
  }
  if (message.timeNano) start += `${new Date(message.timeNano / 1e6).toISOString()} `;
  else if (message.time) start += `${new Date(message.time * 1000).toISOString()} `;
  if (message.id) start += `${message.id}: `;
  if (message.from) start += `(from ${message.from}) `;
  if (progressDetail && terminal) return `${start}${status} ${bar}${end}`;
  if (message.progress) return `${start}${status} ${message.progress}${end}`;
  if (stream !== '') return `${start}${stream}${end}`;
  return `${start}${status}${end}\n`;
}

/** A progress bar with its numbers, as wide as the terminal allows. */
function progressText(progress: Progress, width: number, now: number): string {
  const { current = 0, total = 0, start = 0, units = '' } = progress;
  if (current <= 0 && total <= 0) return '';
  if (total <= 0) return units === '' ? humanSize(current).padStart(8) : `${current} ${units}`;
  const half = Math.min(50, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const bar = width > BAR_WIDTH ? `[${'='.repeat(half)}>${' '.repeat(50 - half)}] ` : '';
  let numbers = '';
  if (!progress.hidecounts) {
    if (units === '') {
      numbers = humanSize(current).padStart(8) + (current > total ? '' : `/${humanSize(total)}`);
    } else {
      numbers = current > total ? `${current} ${units}` : `${current}/${total} ${units}`;
    }
  }
  let left = '';
  if (width > TIME_WIDTH && current > 0 && start > 0 && half < 50) {
    const each = (now - start * 1000) / current;
    left = ` ${goSeconds(Math.round(((total - current) * each) / 1000))}`;
  }
  return bar + numbers + left;
}

/** A `time.Duration` of whole seconds as Go prints it: `1h2m3s`. */
function goSeconds(seconds: number): string {
  const hours = Math.trunc(seconds / 3600);
  const minutes = Math.trunc((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

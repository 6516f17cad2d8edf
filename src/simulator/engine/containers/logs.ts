import { ApiError, conflict, invalidParameter } from '../errors.ts';
import { streamResponse } from './attach.ts';
import type { Container } from './container.ts';
import type { LogEntry } from './log.ts';
import { logAttributes } from './log-attributes.ts';
import type { ContainerStore } from './store.ts';
import { frame, Outlet } from './streams.ts';
import { millisecondsOf, parseTime } from './time.ts';

export interface LogsOptions {
  stdout: boolean;
  stderr: boolean;
  follow: boolean;
  timestamps: boolean;
  details: boolean;
  since: string;
  until: string;
  /** A number of lines, `all` or nothing. */
  tail: string;
}

/** `docker logs`. */
export function containerLogs(store: ContainerStore, container: Container, options: LogsOptions): Response {
  if (!options.stdout && !options.stderr) {
    throw invalidParameter('Bad parameters: you must choose at least one stream');
  }
  if (container.removing || container.data.state.dead) {
    throw conflict('can not get logs from container which is dead or marked for removal');
  }
  if (!['json-file', 'local', 'journald'].includes(container.data.hostConfig.LogConfig.Type)) {
    throw new ApiError(501, 'configured logging driver does not support reading');
  }
  // A driver that cannot be set up refuses to be read, whether or not its attributes are asked for.
  const attributes = logAttributes(container);
  const now = store.context.clock.now();
  const bounds = {
    since: options.since === '' ? Number.NEGATIVE_INFINITY : parseTime(options.since, now),
    until: ['', '0'].includes(options.until) ? Number.POSITIVE_INFINITY : parseTime(options.until, now),
  };
  const gone = new AbortController();
  const outlet = new Outlet(() => gone.abort());
  void send(store, container, options, { ...bounds, attributes }, outlet, gone);
  return streamResponse(outlet.body, container.data.config.Tty);
}

async function send(
  store: ContainerStore,
  container: Container,
  options: LogsOptions,
  { since, until, attributes }: { since: number; until: number; attributes: string },
  outlet: Outlet,
  gone: AbortController,
): Promise<void> {
  const { clock } = store.context;
  const { config } = container.data;
  if (options.follow && Number.isFinite(until)) {
    clock.until(until, gone.signal).then(
      () => gone.abort(),
      () => {},
    );
  }
  const suits = (entry: LogEntry) => {
    const time = millisecondsOf(entry.time);
    return options[entry.stream] && time >= since && time <= until;
  };
  const tail = /^\d+$/.test(options.tail) ? Number(options.tail) : -1;
  const follow = options.follow && container.data.state.running;
  const details = options.details ? `${attributes} ` : '';
  for await (const entry of container.log.read({ tail, suits, follow, signal: gone.signal })) {
    const line = withPrefix(entry, options, details);
    await outlet.write(config.Tty ? line : frame(entry.stream, line));
  }
  outlet.close();
  gone.abort();
}

/** The line as it is sent: the attributes of `--details` and the time come first. */
function withPrefix(entry: LogEntry, options: LogsOptions, details: string): Uint8Array {
  const prefix = `${options.timestamps ? `${entry.time} ` : ''}${details}`;
  if (prefix === '') return entry.line;
  const head = new TextEncoder().encode(prefix);
  const line = new Uint8Array(head.length + entry.line.length);
  line.set(head);
  line.set(entry.line, head.length);
  return line;
}

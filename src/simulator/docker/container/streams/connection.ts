import { DaemonError } from '../../framework/engine.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { waiting } from '../../framework/waiting.ts';
import { copyOutput } from './demultiplex.ts';
import { DetachFilter, detachKeys } from './detach-keys.ts';

export interface StreamOptions {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  /** The container has a terminal: output is raw, and so is our own terminal meanwhile. */
  tty: boolean;
  detachKeys: string;
}

/** Streams of a container's process, connected to ours. */
export interface Connection {
  /** How it ended: the output is at its end, or the user typed the keys to detach. */
  ended: Promise<'ended' | 'detached'>;
  close(): void;
}

interface StreamRequest {
  path: string;
  query?: Record<string, string | boolean | undefined>;
  json?: unknown;
}

/**
 * Refuses to connect a terminal that is none.
 * @throws Error `the input device is not a TTY`
 */
export function checkTty({ process }: Invocation, stdin: boolean, tty: boolean): void {
  if (stdin && tty && !process.stdin.isTTY) throw new Error('the input device is not a TTY');
}

/** Attaches: the request's body carries what is typed, the response's what is printed. */
export async function connect(
  invocation: Invocation,
  request: StreamRequest,
  options: StreamOptions,
): Promise<Connection> {
  const { process, engine } = invocation;
  const stop = new AbortController();
  const typed = new Keyboard(invocation, options, stop.signal);
  const response = await engine
    .request('POST', request.path, {
      ...(request.query ? { query: request.query } : {}),
      ...(request.json === undefined ? {} : { headers: { 'Content-Type': 'application/json' } }),
      ...streamBody(request, options, typed),
    })
    .catch(refused);
  const reader = response.body?.getReader();
  const restore = options.stdin && options.tty ? makeRaw(invocation) : () => {};
  const output = reader
    ? copyOutput(
        reader,
        options.tty && options.stdout,
        options.stdout ? process.stdout : undefined,
        options.stderr ? process.stderr : undefined,
      ).then(() => 'ended' as const)
    : Promise.resolve('ended' as const);
  const close = (): void => {
    restore();
    stop.abort();
    reader?.cancel().catch(() => {});
  };
  const over = Promise.race([output, typed.detached.then(() => 'detached' as const)]);
  const ended = waiting(invocation, over).finally(close);
  ended.catch(() => {});
  return { ended, close };
}

/** Of a refusal to hand over the connection the client reads the status alone. */
function refused(error: unknown): never {
  if (error instanceof DaemonError)
    throw new CommandError(`unable to upgrade to tcp, received ${error.status}`);
  throw error;
}

function streamBody(
  request: StreamRequest,
  options: StreamOptions,
  typed: Keyboard,
): { json?: unknown; body?: ReadableStream<Uint8Array>; headers?: Record<string, string> } {
  if (!options.stdin) return request.json === undefined ? {} : { json: request.json };
  return { body: typed.body(request.json), headers: { 'Content-Type': 'text/plain' } };
}

function makeRaw({ process }: Invocation): () => void {
  const { tty, stdin } = process;
  if (!tty || !stdin.isTTY) return () => {};
  tty.setRaw(true);
  return () => tty.setRaw(false);
}

/** Standard input on its way to the engine. */
class Keyboard {
  /** Settles when the keys to detach were typed. */
  readonly detached: Promise<void>;
  private readonly invocation: Invocation;
  private readonly filter: DetachFilter | undefined;
  private readonly signal: AbortSignal;
  private detach!: () => void;

  constructor(invocation: Invocation, options: StreamOptions, signal: AbortSignal) {
    this.invocation = invocation;
    this.signal = signal;
    this.filter = options.tty ? new DetachFilter(detachKeys(options.detachKeys)) : undefined;
    this.detached = new Promise((resolve) => {
      this.detach = resolve;
    });
  }

  /** What is typed, after a first piece of JSON where the request has one. */
  body(json: unknown): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          if (json !== undefined) controller.enqueue(new TextEncoder().encode(JSON.stringify(json)));
        },
        pull: (controller) => this.pull(controller),
      },
      { highWaterMark: 0 },
    );
  }

  private async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    while (!this.signal.aborted) {
      let data: Uint8Array | undefined;
      try {
        data = await this.invocation.process.stdin.read(this.signal);
      } catch {
        data = undefined;
      }
      if (data === undefined) break;
      const passed = this.filter?.filter(data) ?? { data, detached: false };
      if (passed.data.length > 0) controller.enqueue(passed.data);
      if (passed.detached) {
        this.detach();
        break;
      }
      if (passed.data.length > 0) return;
    }
    controller.close();
  }
}

import { conflict, invalidParameter, messageOf } from '../errors.ts';
import type { Container } from './container.ts';
import { DetachWatch, detachKeysOf } from './detach.ts';
import { containerEvent } from './events.ts';
import { requireUnused, startProcess } from './exec.ts';
import type { Exec } from './exec-store.ts';
import { OutputHub } from './output.ts';
import type { ContainerStore } from './store.ts';
import { frame, Outlet, type StreamName } from './streams.ts';

const RAW = 'application/vnd.docker.raw-stream';
const MULTIPLEXED = 'application/vnd.docker.multiplexed-stream';

export interface AttachOptions {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  logs: boolean;
  stream: boolean;
  detachKeys: string;
}

type Body = ReadableStream<Uint8Array> | null;

/** The response that carries output as it comes, each piece with its header unless there is a terminal. */
export function streamResponse(body: ReadableStream<Uint8Array>, tty: boolean): Response {
  return new Response(body, { headers: { 'Content-Type': tty ? RAW : MULTIPLEXED } });
}

/** `docker attach`: the request's body is what the client types, the response's what the process writes. */
export async function attach(
  store: ContainerStore,
  container: Container,
  name: string,
  options: AttachOptions,
  body: Body,
): Promise<Response> {
  const keys = detachKeysOf(options.detachKeys, (text) =>
    invalidParameter(`Invalid detach keys (${text}) provided`),
  );
  const { state, config } = container.data;
  if (state.paused) throw conflict(`container ${name} is paused, unpause the container before attach`);
  if (state.restarting)
    throw conflict(`container ${name} is restarting, wait until the container is running`);
  const client = new Client(config.Tty, options);
  containerEvent(store.context, container, 'attach');
  // Subscribed before the log is read: what comes meanwhile waits for its turn.
  if (options.stream) client.onGone(container.output.attach(client));
  if (options.logs) {
    const past = container.log.read({ tail: -1, follow: false, signal: new AbortController().signal });
    for await (const { stream, line } of past) void client.write(stream, line);
  }
  if (!options.stream) client.end();
  else if (options.stdin && config.OpenStdin) {
    const { input } = container;
    void readKeys(body, keys, config.Tty, client, {
      type: (data) => input.push(data),
      end: () => {
        if (config.StdinOnce) input.end();
        else client.end();
      },
      detached: () => containerEvent(store.context, container, 'detach'),
    });
  } else void body?.cancel().catch(() => {});
  return streamResponse(client.body, config.Tty);
}

/** `docker exec`: starts the command and streams it. A refusal comes as output, for the connection is open by then. */
export function attachExec(store: ContainerStore, exec: Exec, tty: boolean, body: Body): Response {
  requireUnused(exec);
  const client = new Client(tty, { stdout: exec.openStdout, stderr: exec.openStderr });
  const hub = new OutputHub();
  hub.attach(client);
  try {
    startProcess(store, exec, hub);
  } catch (error) {
    const text = new TextEncoder().encode(`${messageOf(error)}\r\n`);
    void client.say('stdout', text).then(() => client.end());
    void body?.cancel().catch(() => {});
    return streamResponse(client.body, tty);
  }
  if (exec.openStdin) {
    void readKeys(body, exec.detachKeys, exec.tty, client, {
      type: (data) => (exec.pty ? exec.pty.type(data) : exec.input.push(data)),
      end: () => exec.input.end(),
      detached: () => containerEvent(store.context, exec.container, 'exec_detach', { execID: exec.id }),
    });
  } else void body?.cancel().catch(() => {});
  return streamResponse(client.body, tty);
}

async function readKeys(
  body: Body,
  keys: Uint8Array,
  tty: boolean,
  client: Client,
  to: { type(data: Uint8Array): void; end(): void; detached(): void },
): Promise<void> {
  const watch = new DetachWatch(keys);
  const reader = body?.getReader();
  client.onGone(() => void reader?.cancel().catch(() => {}));
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const { data, detach } = tty ? watch.filter(next.value) : { data: next.value, detach: false };
      to.type(data);
      if (!detach) continue;
      to.detached();
      client.end();
      return;
    }
  } catch {
    // The client has gone: as an end of its input.
  }
  if (tty) client.end();
  else to.end();
}

/** A client on the other end of a connection. */
class Client {
  private readonly tty: boolean;
  private readonly wants: { stdout: boolean; stderr: boolean };
  private readonly outlet: Outlet;
  private readonly cleanups: (() => void)[] = [];

  constructor(tty: boolean, wants: { stdout: boolean; stderr: boolean }) {
    this.tty = tty;
    this.wants = wants;
    this.outlet = new Outlet(() => this.gone());
  }

  get body(): ReadableStream<Uint8Array> {
    return this.outlet.body;
  }

  /** What to do when the connection ends, from either side. */
  onGone(cleanup: () => void): void {
    this.cleanups.push(cleanup);
  }

  async write(stream: StreamName, data: Uint8Array): Promise<void> {
    if (this.wants[stream]) await this.say(stream, data);
  }

  /** The same, whether or not the client asked for that stream. */
  async say(stream: StreamName, data: Uint8Array): Promise<void> {
    await this.outlet.write(this.tty ? data : frame(stream, data));
  }

  end(): void {
    this.outlet.close();
    this.gone();
  }

  private gone(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
  }
}

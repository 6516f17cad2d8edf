import { conflict, messageOf } from '../errors.ts';
import { type RunNetwork, restoreNetwork, setUpNetwork, tearDownNetwork } from '../networks/sandboxes.ts';
import type { Container } from './container.ts';
import { checkDemands } from './demands.ts';
import { failed } from './errors.ts';
import { containerEvent } from './events.ts';
import { startFailure } from './failures.ts';
import { startHealthChecks, stopHealthChecks } from './health.ts';
import { launch } from './launch.ts';
import { removeContainer } from './remove.ts';
import type { ContainerStore } from './store.ts';
import { Pipe } from './streams.ts';
import { millisecondsOf } from './time.ts';

const FIRST_RESTART_DELAY = 100;
const LONGEST_RESTART_DELAY = 60_000;
/** A run of this length starts the delays anew. */
const LONG_RUN = 10_000;

/** Whether there is anything to start; refuses what cannot be started. */
export function needsStart(container: Container): boolean {
  const { state } = container.data;
  if (state.paused) throw conflict('cannot start a paused container, try unpause instead');
  if (state.running) return false;
  if (container.removing || state.dead)
    throw conflict('container is marked for removal and cannot be started');
  return true;
}

/** Starts a container that somebody asked for, as opposed to a restart by policy. */
export function startContainer(store: ContainerStore, container: Container): void {
  container.restart.waiting?.abort();
  container.restart = { timeout: 0, count: 0, canceled: false, waiting: undefined };
  container.data.restartCount = 0;
  container.data.manuallyStopped = false;
  run(store, container);
}

function run(store: ContainerStore, container: Container): void {
  const { data } = container;
  let network: RunNetwork | undefined;
  try {
    checkDemands(store, container);
    network = setUpNetwork(store, container);
    container.running = launch(store, container, network);
  } catch (error) {
    network?.releasePorts();
    throw refuse(store, container, error);
  }
  container.manuallyRestarted = false;
  Object.assign(data.state, {
    running: true,
    paused: false,
    restarting: false,
    pid: 2000 + store.context.random.below(60_000),
    exitCode: 0,
    error: '',
    startedAt: store.stamps.now(),
  });
  watch(store, container);
  startHealthChecks(store, container);
  containerEvent(store.context, container, 'start');
}

/** Notes why a container did not start; gives the error to answer with. */
function refuse(store: ContainerStore, container: Container, cause: unknown): Error {
  const { state } = container.data;
  const isRuntime = messageOf(cause).startsWith('failed to create task');
  const { error, exitCode } = isRuntime
    ? startFailure(messageOf(cause))
    : { error: cause instanceof Error ? cause : failed(messageOf(cause)), exitCode: 128 };
  state.error = error.message;
  if (state.exitCode === 0 || isRuntime) state.exitCode = exitCode;
  tearDownNetwork(store, container);
  container.log.end();
  container.output.end();
  container.input.end();
  container.input = new Pipe();
  if (container.data.hostConfig.AutoRemove) void autoRemove(store, container);
  return error;
}

/** Follows a container's process to its end. */
function watch(store: ContainerStore, container: Container): void {
  const { running } = container;
  void running?.process.exited.then(async (code) => {
    await container.gate.passed();
    if (container.running === running) finish(store, container, code);
  });
}

/** The process has ended: what belonged to it is given back, and the restart policy decides how it goes on. */
function finish(store: ContainerStore, container: Container, code: number): void {
  const { running, data } = container;
  const { state } = data;
  if (!running) return;
  stopHealthChecks(container);
  container.running = undefined;
  running.stop.abort();
  for (const process of running.execs.values()) process.signal('SIGKILL');
  running.releasePorts();
  container.gate.release();
  container.log.end();
  container.output.end();
  container.input.end();
  container.input = new Pipe();
  tearDownNetwork(store, container);
  const now = store.context.clock.now();
  const duration = now - millisecondsOf(state.startedAt);
  const delay = restartDelay(container, code, duration);
  Object.assign(state, {
    running: delay !== undefined,
    restarting: delay !== undefined,
    paused: false,
    pid: 0,
    exitCode: code,
    finishedAt: store.stamps.now(),
  });
  if (delay !== undefined) data.restartCount++;
  const attributes = { execDuration: String(Math.floor(duration / 1000)), exitCode: String(code) };
  containerEvent(store.context, container, 'die', attributes);
  container.stopped();
  if (delay !== undefined) void restartLater(store, container, delay);
  else if (!container.manuallyRestarted) void autoRemove(store, container);
}

/** How long to wait before starting again by the restart policy; `undefined` where it says not to. */
function restartDelay(container: Container, code: number, duration: number): number | undefined {
  const { restart, data } = container;
  const { Name: policy, MaximumRetryCount: most } = data.hostConfig.RestartPolicy;
  if (restart.canceled || ['', 'no'].includes(policy)) return undefined;
  if (duration >= LONG_RUN) restart.timeout = 0;
  restart.timeout = Math.min(
    restart.timeout === 0 ? FIRST_RESTART_DELAY : restart.timeout * 2,
    LONGEST_RESTART_DELAY,
  );
  const again =
    policy === 'always' ||
    (policy === 'unless-stopped' && !data.manuallyStopped) ||
    (policy === 'on-failure' && code !== 0 && (most === 0 || restart.count < most));
  if (!again) return undefined;
  restart.count++;
  return restart.timeout;
}

async function restartLater(store: ContainerStore, container: Container, delay: number): Promise<void> {
  const waiting = new AbortController();
  container.restart.waiting = waiting;
  const { clock } = store.context;
  try {
    await clock.until(clock.now() + delay, waiting.signal);
    if (container.abandoned || container.removing) return;
    run(store, container);
  } catch {
    if (container.abandoned || container.running) return;
    const { state } = container.data;
    Object.assign(state, { running: false, restarting: false, pid: 0, finishedAt: store.stamps.now() });
    container.stopped();
    void autoRemove(store, container);
  } finally {
    if (container.restart.waiting === waiting) container.restart.waiting = undefined;
  }
}

async function autoRemove(store: ContainerStore, container: Container): Promise<void> {
  if (!container.data.hostConfig.AutoRemove || container.abandoned) return;
  if (container.removing || store.lookup(container.id) !== container) return;
  await removeContainer(store, container, container.id, { force: true, volumes: true });
}

/** Ends a container whose process does not even obey SIGKILL: a model that does not listen must not keep it. */
export function giveUp(store: ContainerStore, container: Container): void {
  finish(store, container, 137);
}

/** After going back to a snapshot: what ran then runs again, what waited to restart waits again. */
export function resume(store: ContainerStore): void {
  // A container that shares another's network comes after that one.
  const shares = (container: Container) =>
    container.data.hostConfig.NetworkMode.startsWith('container:') ? 1 : 0;
  for (const container of store.all().sort((a, b) => shares(a) - shares(b))) {
    const { state } = container.data;
    if (!state.running) continue;
    if (state.restarting) {
      void restartLater(store, container, FIRST_RESTART_DELAY);
      continue;
    }
    let network: RunNetwork | undefined;
    try {
      network = restoreNetwork(store, container);
      container.log.repeat(millisecondsOf(state.startedAt));
      container.running = launch(store, container, network);
      if (state.paused) container.gate.close();
      watch(store, container);
      startHealthChecks(store, container, state.health);
    } catch (error) {
      network?.releasePorts();
      state.running = false;
      state.exitCode = 255;
      refuse(store, container, error);
    }
  }
}

import { breathe } from '../../common/breathe.ts';
import { ApiError, conflict, invalidParameter } from '../errors.ts';
import type { Container } from './container.ts';
import { containerEvent } from './events.ts';
import { giveUp } from './lifecycle.ts';
import { parseSignal, signalName } from './signals.ts';
import type { ContainerStore } from './store.ts';

const SIGKILL = 9;
const SIGTERM = 15;
const DEFAULT_STOP_TIMEOUT = 10;
/** The steps in which a stop waits, so that a jumping clock leaves the process time to end by itself. */
const STEP = 100;
/** Turns of the event loop that a killed process gets before it is taken for gone. */
const TURNS = 100;

export const notRunning = (container: Container): ApiError =>
  conflict(`container ${container.id} is not running`);

/** `docker kill`. */
export async function killContainer(
  store: ContainerStore,
  container: Container,
  signal: string,
): Promise<void> {
  const number = signal === '' ? SIGKILL : parseSignal(signal);
  if (signalName(number) === undefined) {
    throw invalidParameter(`the linux daemon does not support signal ${number}`);
  }
  if (number === SIGKILL) await forceDown(store, container);
  else sendSignal(store, container, number);
}

function sendSignal(store: ContainerStore, container: Container, number: number): void {
  const { data } = container;
  if (!data.state.running) throw notRunning(container);
  const { StopSignal: stopSignal } = data.config;
  const ends = number === SIGKILL || stopSignal === '' || parseSignal(stopSignal) === number;
  // Once somebody wants it to end, the restart policy has no say any more.
  if (ends) {
    container.restart.canceled = true;
    container.restart.waiting?.abort();
  }
  data.manuallyStopped = true;
  if (data.state.restarting) return;
  container.running?.process.signal(signalName(number)!);
  if (ends && data.state.paused) goOn(store, container);
  containerEvent(store.context, container, 'kill', { signal: String(number) });
}

/** SIGKILL, and waits until it has worked. */
export async function forceDown(store: ContainerStore, container: Container): Promise<void> {
  sendSignal(store, container, SIGKILL);
  for (let turn = 0; turn < TURNS && container.data.state.running; turn++) await breathe(turn < 20 ? 0 : 5);
  if (container.data.state.running) giveUp(store, container);
}

/** `docker stop`: the stop signal, and SIGKILL where that was not enough in time. */
export async function stopContainer(
  store: ContainerStore,
  container: Container,
  options: { signal?: string; timeout?: number | undefined },
): Promise<void> {
  const { data } = container;
  if (!data.state.running) return;
  const signal = options.signal
    ? parseSignal(options.signal)
    : parseSignal(data.config.StopSignal || String(SIGTERM));
  const timeout = options.timeout ?? data.config.StopTimeout ?? DEFAULT_STOP_TIMEOUT;
  sendSignal(store, container, signal);
  const ended = await endsWithin(store, container, timeout < 0 ? Number.POSITIVE_INFINITY : timeout * 1000);
  if (!ended) await forceDown(store, container);
  containerEvent(store.context, container, 'stop');
}

async function endsWithin(
  store: ContainerStore,
  container: Container,
  milliseconds: number,
): Promise<boolean> {
  const { state } = container.data;
  for (let turn = 0; turn < 20 && state.running; turn++) await breathe();
  const ended = container.wait('not-running');
  for (let waited = 0; waited < milliseconds && state.running; waited += STEP) {
    const step = new AbortController();
    await Promise.race([
      ended,
      store.context.clock.pass(Math.min(STEP, milliseconds - waited), step.signal).catch(() => {}),
    ]);
    step.abort();
    await breathe();
  }
  return !state.running;
}

export function pauseContainer(store: ContainerStore, container: Container): void {
  const { state } = container.data;
  if (!state.running) throw notRunning(container);
  if (state.paused) throw conflict(`Container ${container.id} is already paused`);
  if (state.restarting) throw isRestarting(container);
  container.gate.close();
  state.paused = true;
  containerEvent(store.context, container, 'pause');
}

export function unpauseContainer(store: ContainerStore, container: Container): void {
  const { state } = container.data;
  if (!state.paused) throw new ApiError(500, `Container ${container.id} is not paused`);
  goOn(store, container);
}

function goOn(store: ContainerStore, container: Container): void {
  container.data.state.paused = false;
  container.gate.release();
  containerEvent(store.context, container, 'unpause');
}

export const isRestarting = (container: Container): ApiError =>
  conflict(`Container ${container.id} is restarting, wait until the container is running`);

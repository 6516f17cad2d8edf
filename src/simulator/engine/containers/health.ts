import type { Container } from './container.ts';
import { containerEvent } from './events.ts';
import type { ContainerState, HealthResult } from './model.ts';
import { runProbe } from './probe.ts';
import type { ContainerStore } from './store.ts';
import { formatDuration, millisecondsOf } from './time.ts';

const SECOND = 1_000_000_000;
const DEFAULTS = { interval: 30 * SECOND, timeout: 30 * SECOND, startInterval: 5 * SECOND, retries: 3 };
const KEPT_RESULTS = 5;
const MILLISECOND = 1_000_000;

/** The command to run, `undefined` where the container has no health check. */
function probeOf(container: Container): string[] | undefined {
  const { Healthcheck: check, Shell: shell } = container.data.config;
  const [kind, ...command] = check?.Test ?? [];
  if (kind === 'CMD' && command.length > 0) return command;
  if (kind === 'CMD-SHELL') return [...(shell?.length ? shell : ['/bin/sh', '-c']), ...command];
  return undefined;
}

/** Begins to check a container that has just started; `known` goes on with what a snapshot remembers. */
export function startHealthChecks(
  store: ContainerStore,
  container: Container,
  known: ContainerState['health'] = null,
): void {
  const probe = probeOf(container);
  if (!probe || !container.running) return;
  const { state } = container.data;
  state.health = known ?? { Status: 'starting', FailingStreak: 0, Log: state.health?.Log ?? [] };
  void monitor(store, container, probe, container.running.stop.signal);
}

export function stopHealthChecks(container: Container): void {
  const { health } = container.data.state;
  if (health) health.Status = 'unhealthy';
}

async function monitor(
  store: ContainerStore,
  container: Container,
  probe: string[],
  signal: AbortSignal,
): Promise<void> {
  const { clock } = store.context;
  try {
    for (;;) {
      await clock.until(clock.now() + interval(store, container), signal);
      await container.gate.passed();
      const start = store.stamps.now();
      const { exitCode, output } = await runProbe(store, container, probe, timeoutOf(container), signal);
      if (signal.aborted) return;
      note(store, container, { Start: start, End: store.stamps.now(), ExitCode: exitCode, Output: output });
    }
  } catch {
    // The container has stopped.
  }
}

function timeoutOf(container: Container): { milliseconds: number; text: string } {
  const nanoseconds = container.data.config.Healthcheck?.Timeout || DEFAULTS.timeout;
  return { milliseconds: nanoseconds / MILLISECOND, text: formatDuration(nanoseconds) };
}

/** Milliseconds until the next check: more often while the container is starting. */
function interval(store: ContainerStore, container: Container): number {
  const check = container.data.config.Healthcheck!;
  const age = (store.context.clock.now() - millisecondsOf(container.data.state.startedAt)) * MILLISECOND;
  const starting = age < check.StartPeriod && container.data.state.health?.Status === 'starting';
  return (
    (starting ? check.StartInterval || DEFAULTS.startInterval : check.Interval || DEFAULTS.interval) /
    MILLISECOND
  );
}

function note(store: ContainerStore, container: Container, result: HealthResult): void {
  const { state, config } = container.data;
  const { health } = state;
  if (!health) return;
  const before = health.Status;
  health.Log = [...health.Log, result].slice(-KEPT_RESULTS);
  if (result.ExitCode === 0) {
    health.FailingStreak = 0;
    health.Status = 'healthy';
  } else {
    const age = (millisecondsOf(result.Start) - millisecondsOf(state.startedAt)) * MILLISECOND;
    const excused = before === 'starting' && age < (config.Healthcheck?.StartPeriod ?? 0);
    if (!excused && ++health.FailingStreak >= (config.Healthcheck?.Retries || DEFAULTS.retries)) {
      health.Status = 'unhealthy';
    }
  }
  if (health.Status !== before) containerEvent(store.context, container, `health_status: ${health.Status}`);
}

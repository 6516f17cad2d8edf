import { messageOf } from '../errors.ts';
import type { Container } from './container.ts';
import { newExec, startProcess } from './exec.ts';
import { OutputHub } from './output.ts';
import type { ContainerStore } from './store.ts';

/** Output of a check beyond this many bytes is cut. */
const LONGEST_OUTPUT = 4096;

/** Runs a health check's command once; one that takes too long is killed. */
export async function runProbe(
  store: ContainerStore,
  container: Container,
  command: string[],
  timeout: { milliseconds: number; text: string },
  signal: AbortSignal,
): Promise<{ exitCode: number; output: string }> {
  const exec = newExec(store, container, { Cmd: command, AttachStdout: true, AttachStderr: true });
  const collected = new Collector();
  const hub = new OutputHub();
  hub.attach(collected);
  try {
    const process = startProcess(store, exec, hub);
    const clock = store.context.clock;
    const timer = new AbortController();
    signal.addEventListener('abort', () => timer.abort(), { once: true });
    const late = clock.until(clock.now() + timeout.milliseconds, timer.signal).then(
      () => 'late' as const,
      () => 'stopped' as const,
    );
    const result = await Promise.race([process.exited, late]);
    timer.abort();
    if (typeof result === 'number') return { exitCode: result, output: collected.text() };
    process.signal('SIGKILL');
    const text = collected.text();
    return {
      exitCode: -1,
      output: `Health check exceeded timeout (${timeout.text})${text ? `: ${text}` : ''}`,
    };
  } catch (error) {
    return { exitCode: -1, output: messageOf(error) };
  }
}

class Collector {
  private readonly parts: Uint8Array[] = [];
  private length = 0;
  private cut = false;

  async write(_stream: unknown, data: Uint8Array): Promise<void> {
    const kept = data.subarray(0, Math.max(0, LONGEST_OUTPUT - this.length));
    this.cut ||= kept.length < data.length;
    this.length += kept.length;
    if (kept.length > 0) this.parts.push(kept);
  }

  end(): void {
    // What was said stays to be asked for.
  }

  text(): string {
    const decoder = new TextDecoder();
    const text = this.parts.map((part) => decoder.decode(part, { stream: true })).join('');
    return text + (this.cut ? '...' : '');
  }
}

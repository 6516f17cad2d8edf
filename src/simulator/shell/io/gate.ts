import type { Input, Output } from '../../common/process.ts';
import type { Group } from '../state/group.ts';

/**
 * What a process of a group reads: nothing while the group is stopped. A group in the background that reads the
 * terminal is stopped by that (SIGTTIN).
 */
export function gatedInput(group: Group, input: Input): Input {
  return {
    get isTTY() {
      return input.isTTY;
    },
    async read(signal) {
      for (;;) {
        if (input.isTTY && group.background) group.stop();
        if (group.stopped) await group.running();
        signal?.throwIfAborted();
        if (!input.isTTY) return input.read(signal);
        const { pauseSignal } = group;
        try {
          return await input.read(signal ? AbortSignal.any([signal, pauseSignal]) : pauseSignal);
        } catch (error) {
          if (!pauseSignal.aborted || signal?.aborted) throw error;
        }
      }
    },
  };
}

/** What a process of a group writes: nothing while the group is stopped. */
export function gatedOutput(group: Group, output: Output): Output {
  return {
    get isTTY() {
      return output.isTTY;
    },
    write: (data) => (group.stopped ? group.running().then(() => output.write(data)) : output.write(data)),
  };
}

import type { Container } from './container.ts';
import type { ContainerStore } from './store.ts';
import { Outlet } from './streams.ts';
import { ZERO_TIME } from './time.ts';

/**
 * `docker stats`. Nothing in the simulated world really uses processors or memory: the figures are plausible ones that
 * follow from how many processes there are and how long they have run.
 */

const MEMORY_OF_MACHINE = 8_322_453_504;
const MEMORY_PER_PROCESS = 3_250_000;
const PROCESSORS = 4;
const SECOND = 1_000_000_000;

function cpu(seconds: number, processes: number): object {
  const total = Math.round(seconds * processes * 400_000) + 30_000_000 * processes;
  return {
    cpu_usage: {
      total_usage: processes === 0 ? 0 : total,
      usage_in_kernelmode: processes === 0 ? 0 : Math.round(total * 0.4),
      usage_in_usermode: processes === 0 ? 0 : Math.round(total * 0.6),
    },
    ...(processes === 0
      ? {}
      : { system_cpu_usage: Math.round((seconds + 100_000) * SECOND * PROCESSORS), online_cpus: PROCESSORS }),
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
}

function statsJson(store: ContainerStore, container: Container): object {
  const { data, running } = container;
  const processes = running?.processes.list().length ?? 0;
  const now = store.context.clock.now();
  const age = running ? Math.max(1, (now - Date.parse(data.state.startedAt)) / 1000) : 0;
  const read = running ? store.stamps.fixed() : ZERO_TIME;
  const networks = running ? Object.values(data.networks).filter(({ IPAddress }) => IPAddress !== '') : [];
  return {
    name: data.name,
    id: data.id,
    read,
    preread: running ? new Date(now - 1000).toISOString().replace('Z', '000000Z') : ZERO_TIME,
    pids_stats: running ? { current: processes, limit: data.hostConfig.PidsLimit ?? 9363 } : {},
    blkio_stats: {
      io_service_bytes_recursive: running ? [] : null,
      io_serviced_recursive: null,
      io_queue_recursive: null,
      io_service_time_recursive: null,
      io_wait_time_recursive: null,
      io_merged_recursive: null,
      io_time_recursive: null,
      sectors_recursive: null,
    },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu(age, processes),
    precpu_stats: cpu(age - 1, processes),
    memory_stats: running
      ? {
          usage: processes * MEMORY_PER_PROCESS,
          stats: { inactive_file: 0, total_inactive_file: 0 },
          limit: data.hostConfig.Memory || MEMORY_OF_MACHINE,
        }
      : {},
    ...(networks.length > 0
      ? { networks: Object.fromEntries(networks.map((_, i) => [`eth${i}`, traffic(age)])) }
      : {}),
  };
}

function traffic(seconds: number): object {
  const packets = 10 + Math.min(30, Math.floor(seconds));
  const none = { rx_errors: 0, rx_dropped: 0, tx_errors: 0, tx_dropped: 0 };
  return { rx_bytes: packets * 86, rx_packets: packets, tx_bytes: 126, tx_packets: 3, ...none };
}

/** One reading, or one a second for as long as the client listens. */
export function containerStats(store: ContainerStore, container: Container, stream: boolean): Response {
  const headers = { 'Content-Type': 'application/json' };
  const reading = () => `${JSON.stringify(statsJson(store, container))}\n`;
  if (!stream) return new Response(reading(), { headers });
  const gone = new AbortController();
  const outlet = new Outlet(() => gone.abort());
  void (async () => {
    const { clock } = store.context;
    try {
      while (!gone.signal.aborted && !container.abandoned && store.lookup(container.id) === container) {
        await outlet.write(new TextEncoder().encode(reading()));
        await clock.until(clock.now() + 1000, gone.signal);
      }
    } catch {
      // The client has gone.
    }
    outlet.close();
  })();
  return new Response(outlet.body, { headers });
}

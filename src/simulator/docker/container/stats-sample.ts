/** The answer to `GET /containers/{id}/stats`. */
export interface StatsAnswer {
  name: string;
  id: string;
  cpu_stats: CpuStats;
  precpu_stats: CpuStats;
  memory_stats: { usage?: number; limit?: number; stats?: Record<string, number> };
  pids_stats: { current?: number };
  blkio_stats: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
  networks?: Record<string, { rx_bytes: number; tx_bytes: number }>;
}

interface CpuStats {
  cpu_usage: { total_usage: number; percpu_usage?: number[] | null };
  system_cpu_usage?: number;
  online_cpus?: number;
}

/** One container's use of the machine; `invalid` when nothing is known of it. */
export interface Sample {
  container: string;
  name: string;
  id: string;
  cpu: number;
  memory: number;
  limit: number;
  received: number;
  sent: number;
  read: number;
  written: number;
  processes: number;
  invalid: boolean;
}

export function emptySample(container: string): Sample {
  const nothing = { cpu: 0, memory: 0, limit: 0, received: 0, sent: 0, read: 0, written: 0, processes: 0 };
  return { container, name: '', id: '', ...nothing, invalid: true };
}

/** Computes what is shown from what the engine counts. */
export function sampleOf(container: string, answer: StatsAnswer): Sample {
  const { memory_stats: memory, blkio_stats: blocks, networks = {} } = answer;
  const moved = (letter: string): number =>
    (blocks.io_service_bytes_recursive ?? [])
      .filter(({ op }) => op.charAt(0).toLowerCase() === letter)
      .reduce((sum, { value }) => sum + value, 0);
  const usage = memory.usage ?? 0;
  // Memory that only caches files does not count.
  const cached = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0;
  const interfaces = Object.values(networks);
  return {
    container,
    name: answer.name,
    id: answer.id,
    cpu: cpuPercent(answer),
    memory: cached < usage ? usage - cached : usage,
    limit: memory.limit ?? 0,
    received: interfaces.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    sent: interfaces.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
    read: moved('r'),
    written: moved('w'),
    processes: answer.pids_stats.current ?? 0,
    invalid: false,
  };
}

function cpuPercent({ cpu_stats: now, precpu_stats: before }: StatsAnswer): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const cpus = now.online_cpus || (now.cpu_usage.percpu_usage?.length ?? 0);
  return passed > 0 && used > 0 ? (used / passed) * cpus * 100 : 0;
}

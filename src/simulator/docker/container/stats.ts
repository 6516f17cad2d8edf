import type { Command } from '../framework/command.ts';
import { LIST_FORMAT } from '../framework/common-flags.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { binarySize, humanSize } from '../render/size.ts';
import { type ListType, renderList } from '../render/table.ts';
import { BOOL, FLOAT64, STRING, struct, UINT64 } from '../render/template/types.ts';
import { shortId } from '../render/text.ts';
import type { ContainerSummary } from './format.ts';
import { containerPath } from './names.ts';
import { emptySample, type Sample, type StatsAnswer, sampleOf } from './stats-sample.ts';

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** `docker stats` */
export const stats: Command = {
  paths: ['container stats', 'stats'],
  short: "Watch containers' use of the machine",
  usage: '[OPTIONS] [CONTAINER...]',
  flags: [
    { name: 'all', short: 'a', type: 'bool', usage: 'Show every container, not only those that run' },
    LIST_FORMAT,
    { name: 'no-stream', type: 'bool', usage: 'Look once and end' },
    { name: 'no-trunc', type: 'bool', usage: 'Cut nothing short' },
  ],
  run: async (invocation) => {
    const { args, config, flags, print, process, signal } = invocation;
    const wanted = flags.string('format') || config.text('statsFormat') || 'table';
    const list = statsList(!flags.bool('no-trunc'));
    const render = (samples: Sample[]): string =>
      renderList(wanted === 'table' ? TABLE : wanted, list, samples);
    for (let first = true; ; first = false) {
      const samples = await look(invocation, first);
      const text = render(samples);
      if (flags.bool('no-stream')) {
        await print(text);
        return 0;
      }
      await print(redrawn(text));
      if (samples.length === 0 && args.length > 0) return 0;
      await process.host.clock.until(process.host.clock.now() + INTERVAL, signal);
    }
  },
};

/** The text over what the screen showed before: from the top, each line to its end, and nothing below. */
function redrawn(text: string): string {
  const home = `\x1b[H${text}`;
  const lines = home.split('\n').map((line) => `${line} \x1b[K\n`);
  return `${home}${lines.join('')}\x1b[J`;
}

async function look({ args, engine, flags }: Invocation, first: boolean): Promise<Sample[]> {
  const names =
    args.length > 0
      ? [...new Set(args)]
      : (
          await engine.json<ContainerSummary[]>('GET', '/containers/json', {
            query: { all: flags.bool('all') },
          })
        ).map(({ Id }) => Id.slice(0, 12));
  const failures: string[] = [];
  const samples = await Promise.all(
    names.map(async (name) => {
      try {
        const query = { stream: '0' };
        return sampleOf(name, await engine.json<StatsAnswer>('GET', containerPath(name, 'stats'), { query }));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        failures.push(error.message);
        return emptySample(name);
      }
    }),
  );
  if (first && args.length > 0 && failures.length > 0) throw new CommandError(failures.join('\n'));
  return samples;
}

const TABLE =
  'table {{.ID}}\\t{{.Name}}\\t{{.CPUPerc}}\\t{{.MemUsage}}\\t{{.MemPerc}}\\t{{.NetIO}}\\t{{.BlockIO}}\\t{{.PIDs}}';

const memoryPercent = ({ memory, limit }: Sample): number => (limit === 0 ? 0 : (memory / limit) * 100);

const STATS_ENTRY = struct('container.StatsEntry', {
  Container: [STRING, { json: 'container' }],
  Name: [STRING, { json: 'name' }],
  ID: [STRING, { json: 'id' }],
  CPUPercentage: [FLOAT64, { json: 'cpu' }],
  Memory: [FLOAT64, { json: 'memory' }],
  MemoryLimit: [FLOAT64, { json: 'limit' }],
  MemoryPercentage: [FLOAT64, { read: (sample) => memoryPercent(sample as Sample) }],
  NetworkRx: [FLOAT64, { json: 'received' }],
  NetworkTx: [FLOAT64, { json: 'sent' }],
  BlockRead: [FLOAT64, { json: 'read' }],
  BlockWrite: [FLOAT64, { json: 'written' }],
  PidsCurrent: [UINT64, { json: 'processes' }],
  IsInvalid: [BOOL, { json: 'invalid' }],
});

function statsList(truncate: boolean): ListType<Sample> {
  const known = (show: (sample: Sample) => string, unknown = '--') => {
    return (sample: Sample): string => (sample.invalid ? unknown : show(sample));
  };
  const percent = (value: number): string => `${value.toFixed(2)}%`;
  return {
    name: 'container.statsContext',
    fields: {
      s: { type: STATS_ENTRY, value: (sample) => sample },
      os: { type: STRING, value: () => 'linux' },
      trunc: { type: BOOL, value: () => truncate },
    },
    columns: {
      Container: { header: 'CONTAINER', value: ({ container }) => container },
      Name: { header: 'NAME', value: ({ name }) => (name.length > 1 ? name.slice(1) : '--') },
      ID: { header: 'CONTAINER ID', value: ({ id }) => (truncate ? shortId(id) : id) },
      CPUPerc: { header: 'CPU %', value: known(({ cpu }) => percent(cpu)) },
      MemUsage: {
        header: 'MEM USAGE / LIMIT',
        value: known(({ memory, limit }) => `${binarySize(memory)} / ${binarySize(limit)}`, '-- / --'),
      },
      MemPerc: {
        header: 'MEM %',
        value: known((sample) => percent(memoryPercent(sample))),
      },
      NetIO: {
        header: 'NET I/O',
        value: known(({ received, sent }) => `${humanSize(received, 3)} / ${humanSize(sent, 3)}`),
      },
      BlockIO: {
        header: 'BLOCK I/O',
        value: known(({ read, written }) => `${humanSize(read, 3)} / ${humanSize(written, 3)}`),
      },
      PIDs: { header: 'PIDS', value: known(({ processes }) => String(processes)) },
    },
  };
}

import { maxArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { goQuote } from '../framework/quote.ts';
import { binarySize } from '../render/size.ts';
import { alignColumns } from '../render/tabwriter.ts';
import { type BuilderData, builderData, builderNames, currentBuilder, lastActivity } from './builders.ts';
import { BUILDER_FLAGS } from './flags.ts';

/** `docker buildx inspect` */
export const inspect: Command = {
  paths: ['buildx inspect'],
  short: 'Show what there is to know of a builder',
  usage: '[NAME]',
  args: maxArgs(1),
  flags: [...BUILDER_FLAGS, { name: 'bootstrap', type: 'bool', usage: 'Start the builder first' }],
  run: async (invocation) => {
    const { args, engine, flags, process, print } = invocation;
    const name =
      args[0] || flags.string('builder') || process.env.BUILDX_BUILDER || currentBuilder(invocation);
    if (!builderNames(invocation).includes(name)) {
      throw new CommandError(`no builder ${goQuote(name)} found`);
    }
    const activity = lastActivity(invocation, name);
    const head = [
      `Name:\t${name}`,
      'Driver:\tdocker',
      ...(activity ? [`Last Activity:\t${activity.replace('T', ' ').replace('Z', ' +0000 UTC')}`] : []),
      '',
      'Nodes:',
      `Name:\t${name}`,
      `Endpoint:\t${name}`,
    ];
    let node: string[];
    try {
      if (name !== currentBuilder(invocation)) {
        throw new CommandError(
          `use \`docker --context=${name} buildx\` to switch to context ${goQuote(name)}`,
        );
      }
      node = nodeLines(await builderData(engine, process));
    } catch (error) {
      node = [`Error:\t${(error as Error).message}`];
    }
    await print(`${alignColumns([...head, ...node].join('\n'), { minWidth: 0, padding: 1 })}\n`);
    return 0;
  },
};

function nodeLines({ version, platforms, labels }: BuilderData): string[] {
  return [
    'Status:\trunning',
    `BuildKit version:\t${version}`,
    `Platforms:\t${platforms.join(', ')}`,
    ...(Object.keys(labels).length > 0 ? ['Labels:'] : []),
    ...Object.entries(labels).map(([key, value]) => `\t${key}:\t${value}`),
    ...COLLECTION.flatMap((rule, i) => [`GC Policy rule#${i}:`, ...rule.map((line) => `\t${line}`)]),
  ];
}

/** How the builder of an engine collects garbage by default: shares of the disk it lies on, of 256 GiB here. */
const DISK = 256 * 1024 ** 3;
const share = (percentage: number): number =>
  (Math.floor(Math.floor(DISK / percentage) / 1024 ** 3) + 1) * 1e9;
const RESERVED = share(10);
const TEMPORARY = Math.round((RESERVED / 100) * Math.E * Math.PI * ((1 + Math.sqrt(5)) / 2));
const SPACE = [
  `Reserved Space:\t${binarySize(RESERVED)}`,
  `Max Used Space:\t${binarySize(share(80))}`,
  `Min Free Space:\t${binarySize(share(20))}`,
];
const COLLECTION = [
  [
    'All:\tfalse',
    'Filters:\ttype==source.local,type==exec.cachemount,type==source.git.checkout',
    'Keep Duration:\t48h0m0s',
    `Max Used Space:\t${binarySize(TEMPORARY)}`,
  ],
  ['All:\tfalse', 'Keep Duration:\t1440h0m0s', ...SPACE],
  ['All:\tfalse', ...SPACE],
  ['All:\ttrue', ...SPACE],
];

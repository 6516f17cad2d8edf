import { goQuote } from '../../common/go-quote.ts';
import { alignColumns } from '../../common/tabwriter.ts';
import { maxArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { binarySize } from '../render/size.ts';
import { type BuilderData, builderData, builderNames, currentBuilder, lastActivity } from './builders.ts';
import { BUILDER_FLAGS } from './flags.ts';
import { COLLECTION, type CollectionRule, NANOSECONDS_AN_HOUR } from './gc-policy.ts';

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
    ...COLLECTION.flatMap((rule, i) => [
      `GC Policy rule#${i}:`,
      ...ruleLines(rule).map((line) => `\t${line}`),
    ]),
  ];
}

function ruleLines(rule: CollectionRule): string[] {
  const space = (name: string, bytes: number): string[] =>
    bytes > 0 ? [`${name}:\t${binarySize(bytes)}`] : [];
  return [
    `All:\t${rule.all}`,
    ...(rule.filter ? [`Filters:\t${rule.filter.join(' ')}`] : []),
    ...(rule.keepDuration > 0 ? [`Keep Duration:\t${rule.keepDuration / NANOSECONDS_AN_HOUR}h0m0s`] : []),
    ...space('Reserved Space', rule.reservedSpace),
    ...space('Max Used Space', rule.maxUsedSpace),
    ...space('Min Free Space', rule.minFreeSpace),
  ];
}

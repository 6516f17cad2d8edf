import { BUILDER_FLAGS } from './buildx/flags.ts';
import { showGroup } from './buildx/group.ts';
import { type ArgsRule, exactArgs, minArgs, noArgs, rangeArgs } from './framework/args.ts';
import type { Command, Flag } from './framework/command.ts';
import { NotSimulated } from './framework/errors.ts';
import { UNSIMULATED_FLAGS } from './unsimulated-flags.ts';

/** A noun that help lists as the real one does, and whose verbs say that they are not simulated. */
interface Noun {
  /** What the sandbox does not simulate, as the message names it. */
  what: string;
  /** The noun itself, where it is not registered elsewhere. */
  group?: Command;
  /** Whether help leaves the verbs out. */
  hidden?: boolean;
  /** Path, usage, short description; synonyms follow the path after commas. */
  verbs: readonly (readonly [path: string, usage: string, short: string, swarm?: Command['swarm']])[];
}

const NOUNS: readonly Noun[] = [
  {
    what: 'Compose',
    group: { paths: ['compose'], short: 'Docker Compose', plugin: true },
    verbs: [],
  },
  {
    what: 'bake files',
    verbs: [['buildx bake,buildx f', '[OPTIONS] [TARGET...]', 'Build what a file describes']],
  },
  {
    what: 'builders besides the one in the engine',
    verbs: [
      ['buildx create', '[OPTIONS] [CONTEXT|ENDPOINT]', 'Make a builder'],
      ['buildx dial-stdio', '', 'Hand the connection to a builder to stdin and stdout'],
      ['buildx rm', '[OPTIONS] [NAME...]', 'Remove builders'],
      ['buildx stop', '[NAME]', 'Stop a builder'],
      ['buildx use', '[OPTIONS] NAME', 'Choose the builder to use'],
    ],
  },
  {
    what: 'builders besides the one in the engine',
    hidden: true,
    verbs: [
      ['buildx install', '', "Make 'docker builder' lead to buildx"],
      ['buildx uninstall', '', "Make 'docker builder' lead to buildx no more"],
    ],
  },
  {
    what: 'records of past builds',
    group: {
      paths: ['buildx history'],
      short: 'Look after the records of builds',
      flags: BUILDER_FLAGS,
      run: showGroup,
    },
    verbs: [
      ['buildx history export', '[OPTIONS] [REF...]', 'Write records into a bundle for Docker Desktop'],
      ['buildx history import', '[OPTIONS] -', 'Take records into Docker Desktop'],
      ['buildx history inspect', '[OPTIONS] [REF]', 'Show all there is to know of a build'],
      ['buildx history inspect attachment', '[OPTIONS] REF [DIGEST]', 'Show an attachment of a build'],
      ['buildx history logs', '[OPTIONS] [REF]', 'Show what a build printed'],
      ['buildx history ls', '[OPTIONS]', 'List the records'],
      ['buildx history open', '[OPTIONS] [REF]', 'Show a build in Docker Desktop'],
      ['buildx history rm', '[OPTIONS] [REF...]', 'Remove records'],
      ['buildx history trace', '[OPTIONS] [REF]', 'Show the trace of a build'],
    ],
  },
  {
    what: 'checkpoints',
    group: { paths: ['checkpoint'], short: 'Look after checkpoints', requires: { experimental: true } },
    verbs: [
      ['checkpoint create', '[OPTIONS] CONTAINER CHECKPOINT', 'Save the state of a running container'],
      ['checkpoint ls,checkpoint list', '[OPTIONS] CONTAINER', 'List the checkpoints of a container'],
      ['checkpoint rm,checkpoint remove', '[OPTIONS] CONTAINER CHECKPOINT', 'Remove a checkpoint'],
    ],
  },
  {
    what: 'plugins of the engine',
    group: { paths: ['plugin'], short: 'Look after plugins' },
    verbs: [
      ['plugin create', '[OPTIONS] PLUGIN PLUGIN-DATA-DIR', 'Make a plugin out of a directory'],
      ['plugin disable', '[OPTIONS] PLUGIN', 'Turn a plugin off'],
      ['plugin enable', '[OPTIONS] PLUGIN', 'Turn a plugin on'],
      ['plugin inspect', '[OPTIONS] PLUGIN [PLUGIN...]', 'Show all there is to know of plugins'],
      ['plugin install', '[OPTIONS] PLUGIN [KEY=VALUE...]', 'Fetch a plugin and turn it on'],
      ['plugin ls,plugin list', '[OPTIONS]', 'List the plugins'],
      ['plugin push', '[OPTIONS] PLUGIN[:TAG]', 'Send a plugin to a registry'],
      ['plugin rm,plugin remove', '[OPTIONS] PLUGIN [PLUGIN...]', 'Remove plugins'],
      ['plugin set', 'PLUGIN KEY=VALUE [KEY=VALUE...]', 'Change how a plugin is set up'],
      ['plugin upgrade', '[OPTIONS] PLUGIN [REMOTE]', 'Replace a plugin by a newer version'],
    ],
  },
  {
    what: 'content trust',
    group: { paths: ['trust'], short: 'Look after trust in images' },
    verbs: [
      ['trust inspect', 'IMAGE[:TAG] [IMAGE[:TAG]...]', 'Show keys and signatures'],
      ['trust revoke', '[OPTIONS] IMAGE[:TAG]', 'Take the trust in an image back'],
      ['trust sign', 'IMAGE:TAG', 'Sign an image'],
    ],
  },
  {
    what: 'content trust',
    group: { paths: ['trust key'], short: 'Look after keys for signing' },
    verbs: [
      ['trust key generate', 'NAME', 'Make a pair of keys'],
      ['trust key load', '[OPTIONS] KEYFILE', 'Read a private key from a file'],
    ],
  },
  {
    what: 'content trust',
    group: { paths: ['trust signer'], short: 'Look after who may sign' },
    verbs: [
      ['trust signer add', 'OPTIONS NAME REPOSITORY [REPOSITORY...] ', 'Let somebody sign'],
      ['trust signer remove', '[OPTIONS] NAME REPOSITORY [REPOSITORY...]', 'Let somebody sign no more'],
    ],
  },
  {
    what: 'Swarm',
    group: { paths: ['swarm'], short: 'Look after a swarm', swarm: 'init' },
    verbs: [
      ['swarm ca', '[OPTIONS]', 'Show and renew the root CA', 'manager'],
      ['swarm init', '[OPTIONS]', 'Begin a swarm', 'init'],
      ['swarm join', '[OPTIONS] HOST:PORT', 'Join a swarm', 'init'],
      ['swarm join-token', '[OPTIONS] (worker|manager)', 'Look after the tokens for joining', 'manager'],
      ['swarm leave', '[OPTIONS]', 'Leave the swarm', 'active'],
      ['swarm unlock', '', 'Unlock the swarm', 'active'],
      ['swarm unlock-key', '[OPTIONS]', 'Look after the key for unlocking', 'manager'],
      ['swarm update', '[OPTIONS]', 'Change the swarm', 'manager'],
    ],
  },
  {
    what: 'Swarm',
    group: { paths: ['config'], short: 'Look after the configs of a swarm', swarm: 'manager' },
    verbs: [
      ['config create', '[OPTIONS] CONFIG file|-', 'Make a config out of a file or STDIN'],
      ['config inspect', '[OPTIONS] CONFIG [CONFIG...]', 'Show all there is to know of configs'],
      ['config ls,config list', '[OPTIONS]', 'List the configs'],
      ['config rm,config remove', 'CONFIG [CONFIG...]', 'Remove configs'],
    ],
  },
  {
    what: 'Swarm',
    group: { paths: ['node'], short: 'Look after the nodes of a swarm', swarm: 'manager' },
    verbs: [
      ['node demote', 'NODE [NODE...]', 'Make managers plain nodes'],
      ['node inspect', '[OPTIONS] self|NODE [NODE...]', 'Show all there is to know of nodes'],
      ['node ls,node list', '[OPTIONS]', 'List the nodes'],
      ['node promote', 'NODE [NODE...]', 'Make nodes managers'],
      ['node ps', '[OPTIONS] [NODE...]', 'List what runs on nodes'],
      ['node rm,node remove', '[OPTIONS] NODE [NODE...]', 'Take nodes out of the swarm'],
      ['node update', '[OPTIONS] NODE', 'Change a node'],
    ],
  },
  {
    what: 'Swarm',
    group: { paths: ['secret'], short: 'Look after the secrets of a swarm', swarm: 'manager' },
    verbs: [
      ['secret create', '[OPTIONS] SECRET [file|-]', 'Make a secret out of a file or STDIN'],
      ['secret inspect', '[OPTIONS] SECRET [SECRET...]', 'Show all there is to know of secrets'],
      ['secret ls,secret list', '[OPTIONS]', 'List the secrets'],
      ['secret rm,secret remove', 'SECRET [SECRET...]', 'Remove secrets'],
    ],
  },
  {
    what: 'Swarm',
    group: { paths: ['service'], short: 'Look after the services of a swarm', swarm: 'manager' },
    verbs: [
      ['service create', '[OPTIONS] IMAGE [COMMAND] [ARG...]', 'Make a service'],
      ['service inspect', '[OPTIONS] SERVICE [SERVICE...]', 'Show all there is to know of services'],
      ['service logs', '[OPTIONS] SERVICE|TASK', 'Show what a service has printed'],
      ['service ls,service list', '[OPTIONS]', 'List the services'],
      ['service ps', '[OPTIONS] SERVICE [SERVICE...]', 'List the tasks of services'],
      ['service rm,service remove', 'SERVICE [SERVICE...]', 'Remove services'],
      ['service rollback', '[OPTIONS] SERVICE', 'Undo the last change of a service'],
      ['service scale', 'SERVICE=REPLICAS [SERVICE=REPLICAS...]', 'Change how many copies run'],
      ['service update', '[OPTIONS] SERVICE', 'Change a service'],
    ],
  },
  {
    what: 'Swarm',
    group: {
      paths: ['stack'],
      usage: '[OPTIONS]',
      short: 'Look after the stacks of a swarm',
      swarm: 'manager',
    },
    verbs: [
      ['stack config', '[OPTIONS]', 'Print the config that a stack comes to'],
      ['stack deploy,stack up', '[OPTIONS] STACK', 'Bring a stack up, or up to date'],
      ['stack ls,stack list', '[OPTIONS]', 'List the stacks'],
      ['stack ps', '[OPTIONS] STACK', 'List the tasks of a stack'],
      ['stack rm,stack remove,stack down', '[OPTIONS] STACK [STACK...]', 'Remove stacks'],
      ['stack services', '[OPTIONS] STACK', 'List the services of a stack'],
    ],
  },
  {
    what: 'scripts for completion; its own shell completes docker without one',
    group: {
      paths: ['completion'],
      short: 'Print a script that lets a shell complete docker',
      hidden: true,
      run: async ({ showHelp }) => {
        await showHelp(['completion']);
        return 0;
      },
    },
    verbs: [
      ['completion bash', '', 'Print the script for bash'],
      ['completion fish', '', 'Print the script for fish'],
      ['completion powershell', '', 'Print the script for PowerShell'],
      ['completion zsh', '', 'Print the script for zsh'],
    ],
  },
  {
    what: 'making and changing contexts',
    verbs: [
      ['context create', '[OPTIONS] CONTEXT', 'Make a context'],
      ['context export', '[OPTIONS] CONTEXT [FILE|-]', 'Write a context into a tar archive'],
      ['context import', 'CONTEXT FILE|-', 'Read a context out of an archive'],
      ['context rm,context remove', 'CONTEXT [CONTEXT...]', 'Remove contexts'],
      ['context update', '[OPTIONS] CONTEXT', 'Change a context'],
    ],
  },
];

/** What is said of the commands that make an endpoint. */
const endpointHelp = (verb: string, short: string): string =>
  `${short}\n\nDocker endpoint config:\n\nNAME                DESCRIPTION\nfrom                Context whose endpoint to copy\nhost                Where the engine listens\nca                  File of the only CA to trust\ncert                File of the TLS certificate\nkey                 File of the TLS key\nskip-tls-verify     Take any certificate of the engine's\n\nExample:\n\n$ docker context ${verb} build-host --description "The machine that builds" --docker "host=tcp://build-host:2376,ca=~/ca.pem,cert=~/cert.pem,key=~/key.pem"`;

/** Longer descriptions, where help has one. */
const LONG: Readonly<Record<string, string>> = {
  'context create': endpointHelp('create', 'Make a context'),
  'context update': endpointHelp('update', 'Change a context'),
};

/** Commands that are listed as in the real CLI and say in one line that the sandbox has nothing behind them. */
export const unsimulated: readonly Command[] = NOUNS.flatMap(({ what, group, verbs, hidden }) => [
  ...(group ? [verbs.length > 0 ? group : { ...group, ...answer(what) }] : []),
  ...verbs.map(([path, usage, short, swarm]): Command => {
    const [first = '', ...synonyms] = path.split(',');
    return {
      paths: [first],
      synonyms,
      short,
      usage,
      ...(LONG[first] ? { long: LONG[first] } : {}),
      ...(swarm ? { swarm } : {}),
      ...(hidden ? { hidden } : {}),
      args: argsOf(usage),
      ...answer(what, UNSIMULATED_FLAGS[first]),
    };
  }),
]);

function answer(what: string, flags?: readonly Flag[]): Pick<Command, 'anyFlags' | 'flags' | 'run'> {
  return {
    ...(flags ? { flags } : { anyFlags: true }),
    run: async ({ path }) => {
      throw new NotSimulated(`${path}: the sandbox does not simulate ${what}`);
    },
  };
}

/** The rule that a usage line states. */
function argsOf(usage: string): ArgsRule {
  const words = usage.split(' ').filter((word) => word !== '' && word !== '[OPTIONS]' && word !== 'OPTIONS');
  const least = words.filter((word) => !word.startsWith('[')).length;
  if (words.some((word) => word.endsWith('...]'))) return minArgs(least);
  if (words.length === 0) return noArgs;
  return least === words.length ? exactArgs(least) : rangeArgs(least, words.length);
}

import { BUILDER_FLAGS, DEBUG_FLAG } from './buildx/flags.ts';
import type { Flag } from './framework/command.ts';
import { FILTER, LIST_FORMAT, NO_TRUNC } from './framework/common-flags.ts';
import { array, bool, flag, list, text } from './framework/flag-kinds.ts';
import { SWARM_FLAGS } from './unsimulated-swarm-flags.ts';

const FORMAT = text('format', 'Shape the output by a Go template, or "json"', { short: 'f' });
const PRETTY = bool('pretty', 'Print it for people to read');
const QUIET_IDS = bool('quiet', 'Print IDs alone', { short: 'q' });
const QUIET = bool('quiet', 'Print no progress', { short: 'q' });
const NO_RESOLVE = bool('no-resolve', 'Print IDs, not names');
const FORCE = bool('force', 'Do it even where that does harm', { short: 'f' });
const LABEL = list('label', 'Give it a label', { short: 'l' });
const DETACH = bool('detach', 'Do not wait until it is done', { short: 'd' });
const UNTRUSTED = bool('disable-content-trust', 'Do not verify images', { default: 'true' });
const GRANT = bool('grant-all-permissions', 'Grant whatever the plugin asks for');
const COMPOSE_FILE = flag('strings', 'compose-file', 'A Compose file, or "-" for stdin', { short: 'c' });
const DESCRIPTION = text('description', 'What the context is for');
const ENDPOINT = flag('stringToString', 'docker', 'Where its engine is', { default: '[]' });
const LISTED = [FILTER, LIST_FORMAT, QUIET_IDS];
const TASKS = [FILTER, text('format', 'Shape the output by a Go template'), NO_RESOLVE, NO_TRUNC, QUIET_IDS];

const NO_DESCRIPTIONS = [bool('no-descriptions', 'Offer names without what they are')];
const ALL_RECORDS = bool('all', 'Take every record');

/** The flags of commands that are listed but not simulated, for their help and for what they refuse. */
export const UNSIMULATED_FLAGS: Record<string, readonly Flag[]> = {
  'buildx bake': [
    ...BUILDER_FLAGS,
    array('allow', 'Grant the build the use of this'),
    text('call', 'What to do with the targets ("check", "outline", "targets")', { default: 'build' }),
    bool('check', 'The same as "--call=check"', { default: '' }),
    array('file', 'File that describes the targets', { short: 'f' }),
    text('list', 'List the targets or the variables'),
    bool('load', 'The same as "--set=*.output=type=docker"'),
    text('metadata-file', 'Write what came out to this file'),
    bool('no-cache', 'Run every step anew'),
    bool('print', 'Print what would be built'),
    text('progress', 'How progress is shown ("auto", "quiet", "plain", "tty", "rawjson")', {
      default: 'auto',
    }),
    text('provenance', 'The same as "--set=*.attest=type=provenance"'),
    bool('pull', 'Ask the registry about every image'),
    bool('push', 'The same as "--set=*.output=type=registry"'),
    text('sbom', 'The same as "--set=*.attest=type=sbom"'),
    array('set', 'Give a target another value (such as "targetpattern.key=value")'),
  ],
  'buildx create': [
    DEBUG_FLAG,
    bool('append', 'Add a node to a builder'),
    bool('bootstrap', 'Start it at once'),
    text('buildkitd-config', 'Config file of the BuildKit daemon'),
    text('buildkitd-flags', 'Flags of the BuildKit daemon'),
    text('driver', 'Driver to use ("docker-container", "kubernetes", "remote")'),
    array('driver-opt', 'Options of the driver'),
    bool('leave', 'Take a node out of a builder'),
    text('name', 'Name of the builder'),
    text('node', 'Make or change the node of this name'),
    array('platform', 'Platforms of the node'),
    bool('use', 'Build with it from now on'),
  ],
  'buildx dial-stdio': [
    ...BUILDER_FLAGS,
    text('platform', 'Choose a node of this platform'),
    text('progress', 'How progress is shown ("auto", "plain", "tty", "rawjson")', { default: 'quiet' }),
  ],
  'buildx rm': [
    ...BUILDER_FLAGS,
    bool('all-inactive', 'Remove every builder that is not running'),
    bool('force', 'Ask nothing', { short: 'f' }),
    bool('keep-daemon', 'Leave the BuildKit daemon running'),
    bool('keep-state', 'Keep what BuildKit has stored'),
  ],
  'buildx stop': BUILDER_FLAGS,
  'buildx use': [
    ...BUILDER_FLAGS,
    bool('default', 'Choose it for the current context'),
    bool('global', 'Choose it whatever the context is'),
  ],
  'buildx history export': [
    ...BUILDER_FLAGS,
    ALL_RECORDS,
    bool('finalize', 'See first that the records are finished'),
    text('output', 'File to write', { short: 'o' }),
  ],
  'buildx history import': [...BUILDER_FLAGS, array('file', 'File to read', { short: 'f' })],
  'buildx history inspect': [...BUILDER_FLAGS, text('format', 'Shape the output', { default: 'pretty' })],
  'buildx history inspect attachment': [
    ...BUILDER_FLAGS,
    text('platform', 'Attachment of this platform'),
    text('type', 'Attachment of this type'),
  ],
  'buildx history logs': [
    ...BUILDER_FLAGS,
    text('progress', 'How progress is shown (plain, rawjson, tty)', { default: 'plain' }),
  ],
  'buildx history ls': [
    ...BUILDER_FLAGS,
    array('filter', 'Keep only what meets these conditions (such as "status=error")'),
    text('format', 'Shape the output', { default: 'table' }),
    bool('local', 'Builds of this repository only'),
    NO_TRUNC,
  ],
  'buildx history open': BUILDER_FLAGS,
  'buildx history rm': [...BUILDER_FLAGS, ALL_RECORDS],
  'buildx history trace': [
    ...BUILDER_FLAGS,
    text('addr', 'Address to show it at', { default: '127.0.0.1:0' }),
    text('compare', 'Hold it against this record'),
  ],
  'completion bash': NO_DESCRIPTIONS,
  'completion fish': NO_DESCRIPTIONS,
  'completion powershell': NO_DESCRIPTIONS,
  'completion zsh': NO_DESCRIPTIONS,
  'config create': [LABEL, text('template-driver', 'Driver of templates')],
  'config inspect': [FORMAT, PRETTY],
  'config ls': LISTED,
  'context create': [DESCRIPTION, ENDPOINT, text('from', 'Begin with a copy of this context')],
  'context export': [],
  'context import': [],
  'context rm': [FORCE],
  'context update': [DESCRIPTION, ENDPOINT],
  'node inspect': [FORMAT, PRETTY],
  'node ls': LISTED,
  'node ps': TASKS,
  'node rm': [FORCE],
  'node update': [
    text('availability', 'Whether it takes tasks ("active", "pause", "drain")'),
    list('label-add', 'Give the node a label'),
    list('label-rm', 'Take a label off the node'),
    text('role', 'What the node is ("worker", "manager")'),
  ],
  'plugin create': [bool('compress', 'Pack the context with gzip')],
  'plugin disable': [FORCE],
  'plugin enable': [flag('int', 'timeout', 'How long to wait for it, in seconds', { default: '30' })],
  'plugin inspect': [FORMAT],
  'plugin install': [
    text('alias', 'Name of the plugin here'),
    bool('disable', 'Do not turn it on'),
    UNTRUSTED,
    GRANT,
  ],
  'plugin ls': [FILTER, LIST_FORMAT, NO_TRUNC, QUIET_IDS],
  'plugin push': [UNTRUSTED],
  'plugin rm': [FORCE],
  'plugin upgrade': [UNTRUSTED, GRANT, bool('skip-remote-check', 'Do not ask whether it is the same plugin')],
  'secret create': [
    text('driver', 'Driver of the secret', { short: 'd' }),
    LABEL,
    text('template-driver', 'Driver of templates'),
  ],
  'secret inspect': [FORMAT, PRETTY],
  'secret ls': LISTED,
  'service inspect': [FORMAT, PRETTY],
  'service logs': [
    bool('details', 'Print what else there is to know of each line'),
    bool('follow', 'Go on with what is printed from now on', { short: 'f' }),
    NO_RESOLVE,
    bool('no-task-ids', 'Leave the IDs of tasks out'),
    NO_TRUNC,
    bool('raw', 'Print the lines as they are'),
    text('since', 'Lines since this time ("2013-01-02T13:23:37Z") or age ("42m")'),
    text('tail', 'How many of the last lines', { short: 'n', default: 'all' }),
    bool('timestamps', 'Print times', { short: 't' }),
  ],
  'service ls': LISTED,
  'service ps': TASKS,
  'service rollback': [DETACH, QUIET],
  'service scale': [DETACH],
  'stack config': [COMPOSE_FILE, bool('skip-interpolation', 'Leave variables as they are')],
  'stack deploy': [
    COMPOSE_FILE,
    { ...DETACH, default: 'true' },
    bool('prune', 'Remove services that are not described any more'),
    QUIET,
    text('resolve-image', 'Ask registries for digests ("always", "changed", "never")', { default: 'always' }),
    bool('with-registry-auth', 'Hand credentials to the nodes'),
  ],
  'stack ls': [LIST_FORMAT],
  'stack ps': [FILTER, LIST_FORMAT, NO_RESOLVE, NO_TRUNC, QUIET_IDS],
  'stack rm': [{ ...DETACH, default: 'true' }],
  'stack services': LISTED,
  ...SWARM_FLAGS,
  'swarm join-token': [
    bool('quiet', 'Print the token alone', { short: 'q' }),
    bool('rotate', 'Make a new token'),
  ],
  'swarm leave': [FORCE],
  'swarm unlock-key': [
    bool('quiet', 'Print the key alone', { short: 'q' }),
    bool('rotate', 'Make a new key'),
  ],
  'trust inspect': [PRETTY],
  'trust key generate': [text('dir', 'Folder for the keys')],
  'trust key load': [text('name', 'Name of the key', { default: 'signer' })],
  'trust revoke': [bool('yes', 'Ask nothing', { short: 'y' })],
  'trust sign': [bool('local', 'Sign an image of this machine')],
  'trust signer add': [list('key', 'File of a public key')],
  'trust signer remove': [FORCE],
};

import { parseUlimit } from '../container/options/ulimit.ts';
import type { Flag } from '../framework/command.ts';

export const DEBUG_FLAG: Flag = { name: 'debug', short: 'D', type: 'bool', usage: 'Log what happens inside' };

/** What commands of buildx take that work with a builder. */
export const BUILDER_FLAGS: readonly Flag[] = [
  {
    name: 'builder',
    type: 'string',
    usage: 'Use this builder',
    defaultFrom: ({ env }) => env.BUILDX_BUILDER,
  },
  DEBUG_FLAG,
];

const array = (name: string, usage: string, short?: string): Flag => ({
  name,
  type: 'list',
  label: 'stringArray',
  usage,
  ...(short ? { short } : {}),
});
const checkUlimit = (value: string): string => {
  parseUlimit(value);
  return value;
};
const text = (name: string, usage: string): Flag => ({ name, type: 'string', usage });
/** Taken for the sake of old scripts, and not shown in help. */
const ignored = (flag: Flag): Flag => ({ ...flag, hidden: true });

export const BUILD_FLAGS: readonly Flag[] = [
  { name: 'add-host', type: 'strings', usage: 'Let a host name lead to an address (format: "host:ip")' },
  array('allow', 'Grant more rights to the build (such as "network.host", "security.insecure")'),
  array('annotation', 'Give the image an annotation'),
  array('attest', 'Parameters of attestations (format: "type=sbom,generator=image")'),
  array('build-arg', 'Set a variable for the build'),
  array('build-context', 'Further build contexts (such as name=path)'),
  array('cache-from', 'Caches to read from (such as "user/app:cache", "type=local,src=path/to/dir")'),
  array('cache-to', 'Caches to write to (such as "user/app:cache", "type=local,dest=path/to/dir")'),
  { ...text('call', 'What to do with the Dockerfile ("check", "outline", "targets")'), default: 'build' },
  text('cgroup-parent', 'Parent cgroup of the containers that run "RUN" instructions'),
  { name: 'check', type: 'bool', usage: 'The same as "--call=check"', default: '' },
  { ...text('file', 'Where the Dockerfile is (default: "PATH/Dockerfile")'), short: 'f' },
  text('iidfile', "Write the image's ID to this file"),
  array('label', 'Give the image a label'),
  { name: 'load', type: 'bool', usage: 'The same as "--output=type=docker"' },
  text('metadata-file', 'Write what came out to this file'),
  { ...text('network', 'Network of the "RUN" instructions'), default: 'default' },
  { name: 'no-cache', type: 'bool', usage: 'Run every step anew' },
  array('no-cache-filter', 'Run every step of these stages anew'),
  array('output', 'Where the result goes (format: "type=local,dest=path")', 'o'),
  array('platform', 'Platform to build for'),
  {
    ...text(
      'progress',
      'How progress is shown ("auto", "quiet", "plain", "tty", "rawjson"). With plain the output of containers stays',
    ),
    default: 'auto',
  },
  text('provenance', 'The same as "--attest=type=provenance"'),
  { name: 'pull', type: 'bool', usage: 'Ask the registry about every image' },
  { name: 'push', type: 'bool', usage: 'The same as "--output=type=registry"' },
  { name: 'quiet', short: 'q', type: 'bool', usage: 'Print only the ID of the image' },
  text('sbom', 'The same as "--attest=type=sbom"'),
  array('secret', 'Let the build see a secret (format: "id=mysecret[,src=/local/secret]")'),
  { name: 'shm-size', type: 'bytes', usage: 'Shared memory of build containers' },
  array('ssh', 'SSH agent or keys to let the build use (format: "default|<id>[=<socket>|<key>[,<key>]]")'),
  array('tag', 'Name of the image, with or without a tag (format: "name:tag")', 't'),
  text('target', 'Build this stage'),
  { name: 'ulimit', type: 'ulimit', usage: 'Limits for processes', default: '[]', check: checkUlimit },
  ...BUILDER_FLAGS,
  ignored(text('print', '')),
  ignored({ name: 'compress', type: 'bool', usage: '' }),
  ignored(text('isolation', '')),
  ignored({ name: 'security-opt', type: 'strings', usage: '' }),
  ignored({ name: 'squash', type: 'bool', usage: '' }),
  ignored({ ...text('memory', ''), short: 'm' }),
  ignored(text('memory-swap', '')),
  ignored({ name: 'cpu-shares', short: 'c', type: 'int', usage: '' }),
  ignored({ name: 'cpu-period', type: 'int', usage: '' }),
  ignored({ name: 'cpu-quota', type: 'int', usage: '' }),
  ignored(text('cpuset-cpus', '')),
  ignored(text('cpuset-mems', '')),
  ignored({ name: 'rm', type: 'bool', usage: '', default: 'true' }),
  ignored({ name: 'force-rm', type: 'bool', usage: '' }),
];

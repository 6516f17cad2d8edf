import { parseUlimit } from '../container/options/ulimit.ts';
import type { Flag } from '../framework/command.ts';
import { array, bool, flag, parsedBy, text } from '../framework/flag-kinds.ts';

export const DEBUG_FLAG = bool('debug', 'Log what happens inside', { short: 'D' });

/** What commands of buildx take that work with a builder. */
export const BUILDER_FLAGS: readonly Flag[] = [
  text('builder', 'Use this builder', { defaultFrom: ({ env }) => env.BUILDX_BUILDER }),
  DEBUG_FLAG,
];

/** Taken for the sake of old scripts, and not shown in help. */
const ignored = (flag: Flag): Flag => ({ ...flag, hidden: true });

export const BUILD_FLAGS: readonly Flag[] = [
  flag('strings', 'add-host', 'Let a host name lead to an address (format: "host:ip")'),
  array('allow', 'Grant more rights to the build (such as "network.host", "security.insecure")'),
  array('annotation', 'Give the image an annotation'),
  array('attest', 'Parameters of attestations (format: "type=sbom,generator=image")'),
  array('build-arg', 'Set a variable for the build'),
  array('build-context', 'Further build contexts (such as name=path)'),
  array('cache-from', 'Caches to read from (such as "user/app:cache", "type=local,src=path/to/dir")'),
  array('cache-to', 'Caches to write to (such as "user/app:cache", "type=local,dest=path/to/dir")'),
  text('call', 'What to do with the Dockerfile ("check", "outline", "targets")', { default: 'build' }),
  text('cgroup-parent', 'Parent cgroup of the containers that run "RUN" instructions'),
  bool('check', 'The same as "--call=check"', { default: '' }),
  text('file', 'Where the Dockerfile is (default: "PATH/Dockerfile")', { short: 'f' }),
  text('iidfile', "Write the image's ID to this file"),
  array('label', 'Give the image a label'),
  bool('load', 'The same as "--output=type=docker"'),
  text('metadata-file', 'Write what came out to this file'),
  text('network', 'Network of the "RUN" instructions', { default: 'default' }),
  bool('no-cache', 'Run every step anew'),
  array('no-cache-filter', 'Run every step of these stages anew'),
  array('output', 'Where the result goes (format: "type=local,dest=path")', { short: 'o' }),
  array('platform', 'Platform to build for'),
  text(
    'progress',
    'How progress is shown ("auto", "quiet", "plain", "tty", "rawjson"). With plain the output of containers stays',
    { default: 'auto' },
  ),
  text('provenance', 'The same as "--attest=type=provenance"'),
  bool('pull', 'Ask the registry about every image'),
  bool('push', 'The same as "--output=type=registry"'),
  bool('quiet', 'Print only the ID of the image', { short: 'q' }),
  text('sbom', 'The same as "--attest=type=sbom"'),
  array('secret', 'Let the build see a secret (format: "id=mysecret[,src=/local/secret]")'),
  flag('bytes', 'shm-size', 'Shared memory of build containers'),
  array('ssh', 'SSH agent or keys to let the build use (format: "default|<id>[=<socket>|<key>[,<key>]]")'),
  array('tag', 'Name of the image, with or without a tag (format: "name:tag")', { short: 't' }),
  text('target', 'Build this stage'),
  flag('ulimit', 'ulimit', 'Limits for processes', { default: '[]', check: parsedBy(parseUlimit) }),
  ...BUILDER_FLAGS,
  ignored(text('print', '')),
  ignored(bool('compress', '')),
  ignored(text('isolation', '')),
  ignored(flag('strings', 'security-opt', '')),
  ignored(bool('squash', '')),
  ignored(text('memory', '', { short: 'm' })),
  ignored(text('memory-swap', '')),
  ignored(flag('int', 'cpu-shares', '', { short: 'c' })),
  ignored(flag('int', 'cpu-period', '')),
  ignored(flag('int', 'cpu-quota', '')),
  ignored(text('cpuset-cpus', '')),
  ignored(text('cpuset-mems', '')),
  ignored(bool('rm', '', { default: 'true' })),
  ignored(bool('force-rm', '')),
];

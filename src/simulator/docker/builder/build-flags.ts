import { parseReference } from '../../common/reference.ts';
import * as check from '../container/options/checks.ts';
import { parseUlimit } from '../container/options/ulimit.ts';
import type { Flag } from '../framework/command.ts';
import { parsedBy } from '../framework/flag-kinds.ts';
import { CONTENT_TRUST } from '../image/content-trust.ts';
import { platformFromEnvironment } from '../image/platform.ts';

const checkTag = (text: string): string => {
  parseReference(text);
  return text;
};

/** The flags of `docker build` under the engine's old builder. */
export const BUILD_FLAGS: readonly Flag[] = [
  {
    name: 'add-host',
    type: 'list',
    usage: 'Let a host name lead to an address ("host:ip")',
    check: check.extraHost,
  },
  { name: 'build-arg', type: 'list', usage: 'Set a variable for the build', check: check.env },
  { name: 'cache-from', type: 'strings', usage: 'Images whose layers may be used again' },
  {
    name: 'cgroup-parent',
    type: 'string',
    usage: 'Parent cgroup of the containers that run\n"RUN" instructions',
  },
  { name: 'compress', type: 'bool', usage: "Send the build context gzip'd" },
  { name: 'cpu-period', type: 'int', usage: 'Period of the CPU scheduler (CFS)' },
  { name: 'cpu-quota', type: 'int', usage: 'Quota of the CPU scheduler (CFS)' },
  { name: 'cpu-shares', short: 'c', type: 'int', usage: 'Share of the CPU (relative weight)' },
  { name: 'cpuset-cpus', type: 'string', usage: 'CPUs to run on (0-3, 0,1)' },
  { name: 'cpuset-mems', type: 'string', usage: 'Memory nodes to run on (0-3, 0,1)' },
  { ...CONTENT_TRUST, usage: 'Do not verify images' },
  {
    name: 'file',
    short: 'f',
    type: 'string',
    usage: 'Where the Dockerfile is (by default "PATH/Dockerfile")',
  },
  { name: 'force-rm', type: 'bool', usage: 'Remove containers even when the build fails' },
  { name: 'iidfile', type: 'string', usage: "Write the image's ID to this file" },
  { name: 'isolation', type: 'string', usage: 'How containers are isolated' },
  { name: 'label', type: 'list', usage: 'Give the image a label', check: check.label },
  { name: 'memory', short: 'm', type: 'bytes', usage: 'Most memory to use' },
  { name: 'memory-swap', type: 'bytes', usage: 'Memory and swap together: -1 for any amount' },
  { name: 'network', type: 'string', usage: 'Network of the "RUN" instructions', default: 'default' },
  { name: 'no-cache', type: 'bool', usage: 'Run every instruction anew' },
  {
    name: 'platform',
    type: 'string',
    usage: 'Platform to build for',
    fromEnvironment: platformFromEnvironment,
    requires: { since: '1.38' },
  },
  { name: 'pull', type: 'bool', usage: 'Ask the registry for newer base images' },
  { name: 'quiet', short: 'q', type: 'bool', usage: 'Print only the ID of the image' },
  { name: 'rm', type: 'bool', usage: 'Remove containers after a build that succeeds', default: 'true' },
  { name: 'security-opt', type: 'strings', usage: 'Options for security' },
  { name: 'shm-size', type: 'bytes', usage: 'Size of "/dev/shm"' },
  {
    name: 'squash',
    type: 'bool',
    usage: 'Make one layer of all new ones',
    requires: { since: '1.25', experimental: true },
  },
  { name: 'tag', short: 't', type: 'list', usage: 'Name of the image, as "name:tag"', check: checkTag },
  { name: 'target', type: 'string', usage: 'Stop at this stage' },
  {
    name: 'ulimit',
    type: 'ulimit',
    usage: 'Limits for processes',
    default: '[]',
    check: parsedBy(parseUlimit),
  },
];

import type { Flag } from '../../framework/command.ts';
import { parsedBy } from '../../framework/flag-kinds.ts';
import { CONTENT_TRUST } from '../../image/content-trust.ts';
import { platformFromEnvironment } from '../../image/platform.ts';
import * as check from './checks.ts';
import { checkGpus } from './gpus.ts';
import { parseMount } from './mount.ts';
import { parseNetwork } from './network.ts';
import { resourceFlags } from './resources.ts';
import { parseUlimit } from './ulimit.ts';

/** The flags that `run` and `create` share: what the container is like. */
export const containerFlags: readonly Flag[] = [
  {
    name: 'attach',
    short: 'a',
    type: 'list',
    usage: 'Stream to attach to: STDIN, STDOUT or STDERR',
    check: check.attach,
  },
  {
    name: 'device-cgroup-rule',
    type: 'list',
    usage: 'Allow the container more devices by a cgroup rule',
    check: check.deviceCgroupRule,
  },
  { name: 'device', type: 'list', usage: 'Give the container a device of the host' },
  {
    name: 'gpus',
    type: 'gpu-request',
    usage: "GPUs for the container ('all' for every one)",
    requires: { since: '1.40' },
    check: checkGpus,
  },
  { name: 'env', short: 'e', type: 'list', usage: 'Environment variable to set', check: check.env },
  { name: 'env-file', type: 'list', usage: 'File to read environment variables from' },
  { name: 'entrypoint', type: 'string', usage: "Program to run in place of the image's ENTRYPOINT" },
  { name: 'group-add', type: 'list', usage: 'Further group for the user of the container' },
  { name: 'hostname', short: 'h', type: 'string', usage: 'Host name inside the container' },
  { name: 'domainname', type: 'string', usage: 'NIS domain name inside the container' },
  { name: 'interactive', short: 'i', type: 'bool', usage: 'Leave STDIN open, attached or not' },
  { name: 'label', short: 'l', type: 'list', usage: 'Metadata to set on the container', check: check.label },
  { name: 'label-file', type: 'list', usage: 'File to read labels from, one a line' },
  { name: 'read-only', type: 'bool', usage: "Make the container's root file system read only" },
  {
    name: 'restart',
    type: 'string',
    default: 'no',
    usage: 'When to start the container again after it exits',
  },
  { name: 'stop-signal', type: 'string', usage: 'Signal that stops the container' },
  {
    name: 'stop-timeout',
    type: 'int',
    usage: 'Seconds to wait before a stop becomes a kill',
    requires: { since: '1.25' },
  },
  {
    name: 'sysctl',
    type: 'map',
    default: 'map[]',
    usage: 'Kernel parameter for the container',
    check: check.sysctl,
  },
  { name: 'tty', short: 't', type: 'bool', usage: 'Give the container a pseudo-terminal' },
  {
    name: 'ulimit',
    type: 'ulimit',
    default: '[]',
    usage: 'Resource limit (ulimit)',
    check: parsedBy(parseUlimit),
  },
  { name: 'user', short: 'u', type: 'string', usage: 'User to run as (format: <name|uid>[:<group|gid>])' },
  { name: 'workdir', short: 'w', type: 'string', usage: 'Directory to start in, inside the container' },
  { name: 'rm', type: 'bool', usage: 'Remove the container and its anonymous volumes when it exits' },
  ...securityFlags(),
  ...networkFlags(),
  ...storageFlags(),
  ...healthFlags(),
  ...resourceFlags,
  { name: 'cidfile', type: 'string', usage: "File to write the container's ID to" },
  { name: 'cgroup-parent', type: 'string', usage: 'Parent cgroup of the container' },
  { name: 'ipc', type: 'string', usage: 'IPC namespace to use' },
  { name: 'isolation', type: 'string', usage: 'How the container is isolated' },
  { name: 'pid', type: 'string', usage: 'PID namespace to use' },
  { name: 'shm-size', type: 'bytes', usage: 'How large /dev/shm is' },
  { name: 'uts', type: 'string', usage: 'UTS namespace to use' },
  { name: 'runtime', type: 'string', usage: 'Runtime that runs the container' },
  {
    name: 'init',
    type: 'bool',
    usage: 'Run an init as first process, which passes signals on and reaps children',
    requires: { since: '1.25' },
  },
  {
    name: 'annotation',
    type: 'map',
    default: 'map[]',
    usage: 'Annotation for the OCI runtime',
    requires: { since: '1.43' },
  },
];

function securityFlags(): Flag[] {
  return [
    { name: 'cap-add', type: 'list', usage: 'Linux capability to grant' },
    { name: 'cap-drop', type: 'list', usage: 'Linux capability to take away' },
    { name: 'privileged', type: 'bool', usage: 'Allow the container nearly everything the host may do' },
    { name: 'security-opt', type: 'list', usage: 'Security option' },
    { name: 'userns', type: 'string', usage: 'User namespace to use' },
    {
      name: 'cgroupns',
      type: 'string',
      usage: `Cgroup namespace to use (host|private)
'host':    That of the host
'private': One of its own
'':        As the daemon's default-cgroupns-mode
           says (default)`,
      requires: { since: '1.41' },
    },
  ];
}

function networkFlags(): Flag[] {
  return [
    {
      name: 'add-host',
      type: 'list',
      usage: 'Host name and its IP address to make known (host:ip)',
      check: check.extraHost,
    },
    { name: 'dns', type: 'list', usage: 'DNS server to ask', check: check.ipAddress },
    { name: 'dns-opt', type: 'list', usage: 'Resolver option', hidden: true },
    { name: 'dns-option', type: 'list', usage: 'Resolver option' },
    { name: 'dns-search', type: 'list', usage: 'DNS search domain', check: check.dnsSearch },
    { name: 'expose', type: 'list', usage: 'Port or range of ports to expose' },
    { name: 'ip', type: 'string', usage: 'IPv4 address (such as 172.30.100.104)' },
    { name: 'ip6', type: 'string', usage: 'IPv6 address (such as 2001:db8::33)' },
    { name: 'link', type: 'list', usage: 'Container to link to', check: check.link },
    { name: 'link-local-ip', type: 'list', usage: 'Link-local address, IPv4 or IPv6' },
    { name: 'mac-address', type: 'string', usage: 'MAC address (such as 92:d0:c6:0a:29:33)' },
    {
      name: 'publish',
      short: 'p',
      type: 'list',
      usage: "Make the container's port(s) reachable on the host",
    },
    { name: 'publish-all', short: 'P', type: 'bool', usage: 'Publish every exposed port on a random one' },
    {
      name: 'net',
      type: 'network',
      usage: 'Network to connect to',
      hidden: true,
      check: parsedBy(parseNetwork),
    },
    { name: 'network', type: 'network', usage: 'Network to connect to', check: parsedBy(parseNetwork) },
    { name: 'net-alias', type: 'list', usage: 'Further name on the network', hidden: true },
    { name: 'network-alias', type: 'list', usage: 'Further name on the network' },
  ];
}

function storageFlags(): Flag[] {
  return [
    { name: 'log-driver', type: 'string', usage: 'Where the logs go' },
    { name: 'volume-driver', type: 'string', usage: 'Driver for the volumes' },
    { name: 'log-opt', type: 'list', usage: 'Option for the log driver' },
    { name: 'storage-opt', type: 'list', usage: 'Option for the storage driver' },
    { name: 'tmpfs', type: 'list', usage: 'Directory to hold in memory' },
    { name: 'volumes-from', type: 'list', usage: 'Container whose volumes to mount' },
    { name: 'volume', short: 'v', type: 'list', usage: 'Directory of the host, or volume, to mount' },
    {
      name: 'mount',
      type: 'mount',
      usage: 'File system to mount',
      check: parsedBy((value) => parseMount(value, '/')),
    },
  ];
}

function healthFlags(): Flag[] {
  const when = (name: string, usage: string, since?: string): Flag => ({
    name: `health-${name}`,
    type: 'duration',
    usage: `${usage} (ms|s|m|h) (default 0s)`,
    ...(since ? { requires: { since } } : {}),
  });
  return [
    { name: 'health-cmd', type: 'string', usage: 'Command that tells whether the container is well' },
    when('interval', 'Pause between two checks'),
    { name: 'health-retries', type: 'int', usage: 'Failures in a row that make it unhealthy' },
    when('timeout', 'Longest time a check may take'),
    when('start-period', 'Time to start up, in which failures do not count', '1.29'),
    when('start-interval', 'Pause between two checks during the start period', '1.44'),
    { name: 'no-healthcheck', type: 'bool', usage: "Do without the image's HEALTHCHECK" },
  ];
}

/** The flags of `run` and `create` that are about the command, not the container. */
export function commandFlags(pullUsage: string): Flag[] {
  return [
    { name: 'name', type: 'string', usage: 'Name for the container' },
    { name: 'pull', type: 'string', default: 'missing', usage: pullUsage },
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Do not show the pull' },
    { name: 'use-api-socket', type: 'bool', usage: 'Mount the Docker API socket, with credentials' },
    { name: 'help', type: 'bool', usage: 'Show this help' },
    {
      name: 'platform',
      type: 'string',
      usage: 'Platform to take where the server knows several',
      fromEnvironment: platformFromEnvironment,
      requires: { since: '1.32' },
    },
    { ...CONTENT_TRUST, usage: 'Do not verify the image' },
  ];
}

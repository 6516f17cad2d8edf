import { contextNames } from './arguments.ts';
import { containers, environment, networks, type Source } from './objects.ts';

/** The values of a flag, and whether more must be typed after them. */
interface FlagValues {
  values: Source;
  goesOn?: boolean;
}

const fixed = (...values: string[]): FlagValues => ({ values: async () => values });
const begun = (...values: string[]): FlagValues => ({ values: async () => values, goesOn: true });

const PLATFORMS = fixed(
  'linux/386',
  'linux/amd64',
  'linux/arm',
  'linux/arm/v5',
  'linux/arm/v6',
  'linux/arm/v7',
  'linux/arm64',
  'linux/arm64/v8',
  'linux/ppc64le',
  'linux/s390x',
  'linux/riscv64',
  'windows/amd64',
  'wasip1/wasm',
);

const RESTART = fixed('no', 'always', 'on-failure', 'unless-stopped');

const CAPABILITIES = fixed(
  'ALL',
  ...'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
    .split(' ')
    .map((name) => `CAP_${name}`),
);

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

const SIGNALS = fixed(
  ...'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  ),
  ...numbered('RTMIN+', 15),
  ...numbered('RTMAX-', 14),
);

/** `container:` first, then the names after it, and the other words. */
const namespace = (...words: string[]): ((word: string) => FlagValues) => {
  return (word) => {
    if (!word.startsWith('container:')) return fixed('container:', ...words);
    return { values: async (call) => (await containers(call)).map((name) => `container:${name}`) };
  };
};

const EVENT_TYPES = [
  'builder',
  'config',
  'container',
  'daemon',
  'image',
  'network',
  'node',
  'plugin',
  'secret',
  'service',
  'volume',
];

function eventFilters(word: string): FlagValues {
  if (word.startsWith('type=')) return fixed(...EVENT_TYPES.map((type) => `type=${type}`));
  const names = [
    'container',
    'daemon',
    'event',
    'image',
    'label',
    'network',
    'node',
    'scope',
    'type',
    'volume',
  ];
  return begun(...names.map((name) => `${name}=`));
}

/** The flags of `run` and `create`. */
const CONTAINER_FLAGS: Readonly<Record<string, FlagValues | ((word: string) => FlagValues)>> = {
  attach: fixed('stderr', 'stdin', 'stdout'),
  'cap-add': CAPABILITIES,
  'cap-drop': CAPABILITIES,
  cgroupns: fixed('host', 'private'),
  'detach-keys': begun('ctrl-'),
  env: { values: environment },
  ipc: namespace('host', 'none', 'private', 'shareable'),
  link: { values: async (call) => (await containers(call)).map((name) => `${name}:`), goesOn: true },
  'log-driver': fixed(
    'awslogs',
    'fluentd',
    'gcplogs',
    'gelf',
    'journald',
    'json-file',
    'local',
    'splunk',
    'syslog',
  ),
  network: { values: networks },
  pid: namespace('host'),
  pull: fixed('always', 'missing', 'never'),
  restart: RESTART,
  'security-opt': fixed('apparmor=', 'label=', 'no-new-privileges', 'seccomp=', 'systempaths=unconfined'),
  'stop-signal': SIGNALS,
  'storage-opt': begun('size='),
  ulimit: begun(
    ...'as chroot core cpu data fsize locks maxlogins maxsyslogins memlock msgqueue nice nofile nproc priority rss rtprio sigpending stack'
      .split(' ')
      .map((name) => `${name}=`),
  ),
  userns: fixed('host'),
  uts: fixed('host'),
  'volume-driver': fixed('local'),
  'volumes-from': { values: containers },
};

const OTHERS: Readonly<Record<string, FlagValues | ((word: string) => FlagValues)>> = {
  ' context': { values: contextNames },
  ' log-level': fixed('debug', 'info', 'warn', 'error', 'fatal', 'panic'),
  'container exec env': { values: environment },
  'container kill signal': SIGNALS,
  'container restart signal': SIGNALS,
  'container stop signal': SIGNALS,
  'container update restart': RESTART,
  'inspect type': fixed(
    'config',
    'container',
    'image',
    'network',
    'node',
    'plugin',
    'secret',
    'service',
    'task',
    'volume',
  ),
  'system events filter': eventFilters,
};

/** The values a flag can have; `undefined` where the CLI knows none. */
export function flagValues(path: string, name: string, word: string): FlagValues | undefined {
  const found =
    OTHERS[`${path} ${name}`] ??
    (isRun(path) ? CONTAINER_FLAGS[name] : undefined) ??
    (name === 'platform' ? PLATFORMS : undefined);
  return typeof found === 'function' ? found(word) : found;
}

/** `run` and `create` want no file names for their flags, except for these. */
export const wantsFiles = (path: string, name: string): boolean => !isRun(path) || name === 'env-file';

const isRun = (path: string): boolean => path === 'container run' || path === 'container create';

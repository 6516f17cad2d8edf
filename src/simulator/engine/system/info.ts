import type { EngineContext } from '../context.ts';
import { DOCKER_28_2_2 } from '../profile.ts';

const profile = DOCKER_28_2_2;
const MACHINE_NAMES: Record<string, string> = { amd64: 'x86_64', arm64: 'aarch64' };

/** `GET /info`. */
export function engineInfo(context: EngineContext): object {
  const states = context.containers.imageUses().map((use) => use.state);
  const count = (...names: string[]) => states.filter((state) => names.includes(state)).length;
  const commit = (name: string) => ({ ID: profile.components.find((c) => c.name === name)?.commit ?? '' });
  const running = count('running', 'restarting');
  const paused = count('paused');
  return {
    ID: context.id,
    Containers: states.length,
    ContainersRunning: running,
    ContainersPaused: paused,
    ContainersStopped: states.length - running - paused,
    Images: context.images.all().length,
    Driver: 'overlay2',
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
      ['Using metacopy', 'false'],
      ['Native Overlay Diff', 'true'],
      ['userxattr', 'false'],
    ],
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
      Authorization: null,
      Log: ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
    },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 24,
    OomKillDisable: false,
    NGoroutines: 43,
    SystemTime: new Date(context.clock.now()).toISOString(),
    LoggingDriver: 'json-file',
    CgroupDriver: 'systemd',
    CgroupVersion: '2',
    NEventsListener: 0,
    KernelVersion: profile.kernelVersion,
    OperatingSystem: profile.operatingSystem,
    OSVersion: profile.osVersion,
    OSType: 'linux',
    Architecture: MACHINE_NAMES[context.architecture] ?? context.architecture,
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: registryConfig(context),
    NCPU: 4,
    MemTotal: 8_349_650_944,
    GenericResources: null,
    DockerRootDir: '/var/lib/docker',
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: context.hostname,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: profile.version,
    Runtimes: { 'io.containerd.runc.v2': { path: 'runc' }, runc: { path: 'runc' } },
    DefaultRuntime: 'runc',
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: commit('containerd'),
    RuncCommit: commit('runc'),
    InitCommit: commit('docker-init'),
    SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
    FirewallBackend: { Driver: 'iptables' },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    Containerd: {
      Address: '/run/containerd/containerd.sock',
      Namespaces: { Containers: 'moby', Plugins: 'plugins.moby' },
    },
    Warnings: null,
  };
}

function registryConfig({ insecureRegistries = [] }: EngineContext): object {
  const index = (name: string, secure: boolean, official = false) => ({
    Mirrors: [],
    Name: name,
    Official: official,
    Secure: secure,
  });
  const networks = insecureRegistries.filter((entry) => /^[\d.]+\/\d+$/.test(entry));
  const hosts = insecureRegistries.filter((entry) => !networks.includes(entry));
  return {
    IndexConfigs: {
      'docker.io': index('docker.io', true, true),
      ...Object.fromEntries(hosts.map((host) => [host, index(host, false)])),
    },
    InsecureRegistryCIDRs: [...networks, '::1/128', '127.0.0.0/8'],
    Mirrors: null,
  };
}

/** `GET /version`. */
export function engineVersion({ architecture }: EngineContext): object {
  const component = ({ name, version, commit }: (typeof profile.components)[number]) => ({
    Name: name,
    Version: version,
    Details: { GitCommit: commit },
  });
  return {
    Platform: { Name: 'Docker Engine - Community' },
    Components: [
      {
        Name: 'Engine',
        Version: profile.version,
        Details: {
          ApiVersion: profile.apiVersion,
          Arch: architecture,
          BuildTime: profile.buildDate,
          Experimental: 'false',
          GitCommit: profile.gitCommit,
          GoVersion: profile.goVersion,
          KernelVersion: profile.kernelVersion,
          MinAPIVersion: profile.minApiVersion,
          Os: 'linux',
        },
      },
      ...profile.components.map(component),
    ],
    Version: profile.version,
    ApiVersion: profile.apiVersion,
    MinAPIVersion: profile.minApiVersion,
    GitCommit: profile.gitCommit,
    GoVersion: profile.goVersion,
    Os: 'linux',
    Arch: architecture,
    KernelVersion: profile.kernelVersion,
    BuildTime: profile.buildDate,
  };
}

import { executableFile } from '../../../src/simulator/common/executable.ts';
import { FileSystem, Volume } from '../../../src/simulator/common/files.ts';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import type {
  Host,
  Output,
  ProcessEntry,
  ProcessTable,
  ProgramTable,
  User,
} from '../../../src/simulator/common/process.ts';
import { Random } from '../../../src/simulator/common/random.ts';
import { programs } from '../../../src/simulator/programs/index.ts';
import { WorldClock } from '../../../src/simulator/world/clock.ts';

export const USER: User = {
  name: 'jsingh',
  uid: 1000,
  gid: 1000,
  groups: ['docker', 'sudo'],
  home: '/home/jsingh',
  shell: '/bin/bash',
};

const ROOT: User = { name: 'root', uid: 0, gid: 0, groups: [], home: '/root', shell: '/bin/bash' };

/** Somebody's list of processes. */
export function processTable(first = 100): ProcessTable {
  const entries = new Map<number, ProcessEntry>();
  let next = first;
  return {
    list: () => [...entries.values()],
    add(entry) {
      const pid = next++;
      entries.set(pid, { ...entry, pid });
      return pid;
    },
    remove: (pid) => entries.delete(pid),
  };
}

/** A small machine to run shells on. */
export function makeHost(extra: ProgramTable = {}): Host {
  const clock = new WorldClock(Date.UTC(2026, 10, 28, 12, 0, 0));
  const files = new FileSystem(new Volume(), () => clock.now());
  for (const path of ['/bin', '/usr/bin', '/dev', '/etc', '/root', '/home/jsingh'])
    files.mkdir(path, { parents: true });
  files.mkdir('/tmp');
  files.chmod('/tmp', 0o1777);
  files.chown('/home/jsingh', 1000, 1000);
  files.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\njsingh:x:1000:1000::/home/jsingh:/bin/bash\n');
  files.write('/etc/group', 'root:x:0:\nsudo:x:27:jsingh\ndocker:x:998:jsingh\njsingh:x:1000:\n');
  const names = [...Object.keys(programs), ...Object.keys(extra), 'bash', 'dash'];
  for (const name of names) files.write(`/usr/bin/${name}`, executableFile(name), 0o755);
  files.symlink('/usr/bin/bash', '/bin/bash');
  files.symlink('/usr/bin/dash', '/bin/sh');
  files.symlink('dash', '/usr/bin/sh');
  return {
    hostname: 'laptop',
    architecture: 'amd64',
    files,
    network: {
      fetch: async (request: Request) => {
        throw new NetworkError('no-such-host', new URL(request.url).hostname, '', 443);
      },
      resolve: (name: string) => {
        throw new NetworkError('no-such-host', name, '', 0);
      },
      listen: () => () => {},
    },
    clock,
    random: new Random(1),
    socket: () => undefined,
    users: [ROOT, USER],
    processes: processTable(),
    programs: { ...programs, ...extra },
  };
}

/** An output that keeps what was written. */
export function capture(): Output & { text(): string } {
  const decoder = new TextDecoder();
  let text = '';
  return {
    isTTY: false,
    async write(data) {
      text += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
    },
    text: () => text,
  };
}

/** An input that holds a text. */
export function textInput(text: string) {
  let rest: Uint8Array | undefined = new TextEncoder().encode(text);
  return {
    isTTY: false,
    async read() {
      const chunk = rest;
      rest = undefined;
      return chunk?.length ? chunk : undefined;
    },
  };
}

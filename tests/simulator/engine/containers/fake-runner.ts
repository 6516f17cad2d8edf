import {
  type ContainerRunner,
  type ContainerSpec,
  StartError,
} from '../../../../src/simulator/common/process.ts';

/** When the tests' worlds begin. */
export const START = Date.parse('2026-11-23T07:49:49.529Z');

/** A program of the fake runner: gives its exit status; `signals` are those it is sent. */
export type FakeProgram = (
  spec: ContainerSpec,
  signals: { next(): Promise<string>; killed: Promise<number> },
) => Promise<number>;

const NUMBERS: Record<string, number> = { SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };

export const PROGRAMS: Record<string, FakeProgram> = {
  true: async () => 0,
  false: async () => 1,
  echo: async (spec) => {
    await spec.stdout.write(`${spec.argv.slice(1).join(' ')}\n`);
    return 0;
  },
  both: async (spec) => {
    await spec.stdout.write('out\n');
    await spec.stderr.write('err\n');
    return 7;
  },
  env: async (spec) => {
    for (const [name, value] of Object.entries(spec.env)) await spec.stdout.write(`${name}=${value}\n`);
    return 0;
  },
  id: async (spec) => {
    await spec.stdout.write(`${spec.uid}:${spec.gid} ${spec.cwd}\n`);
    return 0;
  },
  cat: async (spec) => {
    if (spec.argv[1]) {
      await spec.stdout.write(spec.files.read(spec.argv[1]));
      return 0;
    }
    for (let data = await spec.stdin.read(); data; data = await spec.stdin.read())
      await spec.stdout.write(data);
    return 0;
  },
  write: async (spec) => {
    try {
      spec.files.write(spec.argv[1]!, `${spec.argv[2]}\n`);
      return 0;
    } catch (error) {
      await spec.stderr.write(`${(error as Error).message}\n`);
      return 1;
    }
  },
  remove: async (spec) => {
    spec.files.remove(spec.argv[1]!);
    return 0;
  },
  exit: async (spec) => Number(spec.argv[1]),
  /** As PID 1 it has no handler for SIGTERM: only SIGKILL ends it. */
  sleep: async (_spec, { killed }) => killed,
  server: async (spec, signals) => {
    const text = spec.argv[2] ?? 'hello';
    spec.network.listen(Number(spec.argv[1]), async () => new Response(`${text}\n`));
    await spec.stdout.write('listening\n');
    while ((await signals.next()) === 'SIGHUP') await spec.stdout.write('reloaded\n');
    return 0;
  },
  fetch: async (spec) => {
    try {
      const response = await spec.network.fetch(new Request(spec.argv[1]!));
      await spec.stdout.write(await response.text());
      return 0;
    } catch (error) {
      await spec.stderr.write(`${(error as Error).message}\n`);
      return 1;
    }
  },
  yes: async (spec, { killed }) => {
    let code: number | undefined;
    void killed.then((status) => {
      code = status;
    });
    while (code === undefined) await spec.stdout.write('y\n');
    return code;
  },
};

/** Runs the programs above, found by their bare names. */
export const fakeRunner: ContainerRunner = (spec) => {
  const name = spec.argv[0]!;
  const program = PROGRAMS[name];
  if (!program && name.startsWith('/')) {
    if (spec.files.isDirectory(name))
      throw new StartError('permission', `exec: "${name}": permission denied`);
    throw new StartError('not-found', `exec: "${name}": stat ${name}: no such file or directory`);
  }
  if (!program) throw new StartError('not-found', `exec: "${name}": executable file not found in $PATH`);
  const queue: string[] = [];
  let wake = () => {};
  let kill: (code: number) => void = () => {};
  const killed = new Promise<number>((resolve) => {
    kill = resolve;
  });
  const signals = {
    killed,
    next: async () => {
      while (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return queue.shift()!;
    },
  };
  const pid = spec.processes.add({
    parent: 0,
    user: spec.uid === 0 ? 'root' : String(spec.uid),
    argv: spec.argv,
    started: START,
    tty: spec.tty !== undefined,
    signal: () => {},
  });
  const exited = Promise.race([program(spec, signals), killed]).finally(() => spec.processes.remove(pid));
  return {
    pid,
    exited,
    signal: (signal) => {
      if (signal === 'SIGKILL' || (pid !== 1 && signal in NUMBERS)) kill(128 + NUMBERS[signal]!);
      queue.push(signal);
      wake();
    },
  };
};

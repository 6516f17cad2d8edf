import { describe, expect, test, vi } from 'vitest';
import { executableFile } from '../../../src/simulator/common/executable.ts';
import type { Program } from '../../../src/simulator/common/process.ts';
import { createContainerRunner } from '../../../src/simulator/shell/index.ts';
import { capture, makeHost, processTable, textInput } from './host.ts';

/** Says what it is, and ends with 7 on SIGTERM. */
const server: Program = async (process) => {
  await process.stdout.write(`pid ${process.pid}: ${process.argv.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    process.onSignal('SIGTERM', () => resolve(7));
    process.signal.addEventListener('abort', () => reject(process.signal.reason), { once: true });
  });
};
const deaf: Program = (process) =>
  new Promise((_, reject) =>
    process.signal.addEventListener('abort', () => reject(process.signal.reason), { once: true }),
  );

function start(argv: string[], files: Record<string, string> = {}) {
  const host = makeHost({ server: async () => server, deaf: async () => deaf });
  for (const name of ['server', 'deaf']) host.files.write(`/usr/bin/${name}`, executableFile(name), 0o755);
  for (const [path, text] of Object.entries(files)) host.files.write(path, text, 0o755);
  const stdout = capture();
  const processes = processTable(1);
  const runner = createContainerRunner({ clock: host.clock, random: host.random, programs: host.programs });
  const process = runner({
    hostname: 'c1',
    architecture: 'amd64',
    argv,
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    uid: 0,
    gid: 0,
    files: host.files,
    network: host.network,
    stdin: textInput(''),
    stdout,
    stderr: stdout,
    processes,
  });
  return { process, processes, text: () => stdout.text() };
}

/** Waits until a program is what runs as the last process. */
const running = ({ processes }: ReturnType<typeof start>, name: string) =>
  vi.waitFor(() => expect(processes.list().at(-1)?.argv[0]).toBe(name));
const turns = async (count = 10) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve, 0));
};

describe('an entrypoint that ends in exec "$@"', () => {
  const files = { '/entrypoint.sh': '#!/bin/sh\nset -e\necho ready\nexec "$@"\n' };

  test('leaves the process number to the program', async () => {
    const { processes, process, text } = start(['/entrypoint.sh', 'server', '-x'], files);
    await vi.waitFor(() => expect(text()).toBe('ready\npid 1: server -x\n'));
    expect(processes.list().map(({ pid, parent, argv }) => [pid, parent, argv.join(' ')])).toEqual([
      [1, 0, 'server -x'],
    ]);
    process.signal('SIGKILL');
    expect(await process.exited).toBe(137);
    expect(processes.list()).toEqual([]);
  });

  test('leaves the signals to it: what it handles reaches it, what it does not is ignored', async () => {
    const graceful = start(['/entrypoint.sh', 'server'], files);
    await running(graceful, 'server');
    await turns();
    graceful.process.signal('SIGTERM');
    expect(await graceful.process.exited).toBe(7);

    const ignoring = start(['/entrypoint.sh', 'deaf'], files);
    let ended = false;
    void ignoring.process.exited.then(() => {
      ended = true;
    });
    await running(ignoring, 'deaf');
    await turns();
    ignoring.process.signal('SIGTERM');
    await turns();
    expect(ended).toBe(false);
    ignoring.process.signal('SIGKILL');
    expect(await ignoring.process.exited).toBe(137);
  });

  test('goes on when there is no such program', async () => {
    const { process, text } = start(['/entrypoint.sh', 'nosuch'], files);
    expect(await process.exited).toBe(127);
    expect(text()).toContain('nosuch');
  });
});

test('without exec the shell stays the first process, and keeps SIGTERM from its child', async () => {
  const container = start(['sh', '-c', 'server; exit 3']);
  const { process, processes } = container;
  await running(container, 'server');
  expect(processes.list().map(({ argv }) => argv[0])).toEqual(['sh', 'server']);
  process.signal('SIGTERM');
  await turns();
  expect(processes.list().map(({ argv }) => argv[0])).toEqual(['sh', 'server']);
  process.signal('SIGKILL');
  expect(await process.exited).toBe(137);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { keystrokes, Screen } from './screen.ts';

/** A command to run on this computer. */
interface Call {
  command: string;
  /** What it reads, or what is typed. */
  input: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

interface Ran {
  stdout: string;
  stderr: string;
  exit: number | 'timeout';
}

/** A command that is still running then is stopped. */
const PATIENCE = 45_000;
/** What is typed waits for output to pause so long, in milliseconds. */
const PAUSE = 400;

/** Runs a command with pipes. */
export async function withPipes({ command, input, cwd, env }: Call): Promise<Ran> {
  const child = spawn('bash', ['-c', command], { cwd, env, detached: true });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return collect(child, () => {});
}

/** Runs a command on a terminal of its own, which script(1) opens, and types when it pauses. */
export async function onTerminal({
  command,
  input,
  cwd,
  env,
  columns,
  rows,
}: Call & { columns: number; rows: number }): Promise<Ran & { screen: string }> {
  const sized = `stty cols ${columns} rows ${rows}; ${command}`;
  const child = spawn('script', ['-qec', sized, '/dev/null'], { cwd, env, detached: true });
  child.stdin.on('error', () => {});
  const screen = new Screen(columns, rows);
  const keys = keystrokes(input);
  const type = (): void => {
    const next = keys.shift();
    if (next !== undefined) child.stdin.write(next);
    typing = keys.length > 0 ? setTimeout(type, PAUSE) : undefined;
  };
  let typing: NodeJS.Timeout | undefined = setTimeout(type, PAUSE);
  const ran = await collect(child, (output) => {
    screen.write(output);
    if (keys.length === 0) return;
    clearTimeout(typing);
    typing = setTimeout(type, PAUSE);
  });
  clearTimeout(typing);
  return { ...ran, screen: await screen.text() };
}

function collect(child: ChildProcess, onOutput: (output: Uint8Array) => void): Promise<Ran> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  child.stdout?.on('data', (data: Uint8Array) => {
    stdout.push(data);
    onOutput(data);
  });
  child.stderr?.on('data', (data: Uint8Array) => stderr.push(data));
  let late = false;
  const stop = setTimeout(() => {
    late = true;
    // The whole process group, so that nobody can print any more.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, PATIENCE);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(stop);
      const text = (chunks: Uint8Array[]): string => Buffer.concat(chunks).toString('utf8');
      resolve({ stdout: text(stdout), stderr: text(stderr), exit: late ? 'timeout' : (code ?? -1) });
    });
  });
}

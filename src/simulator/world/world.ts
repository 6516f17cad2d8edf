import { NetworkError } from '../common/network.ts';
import type { Input, Output } from '../common/process.ts';
import { Random } from '../common/random.ts';

import {
  createContainerRunner,
  createSession,
  runScript,
  type ScriptOptions,
  type Session,
  type SessionOptions,
} from '../shell/index.ts';
import { WorldClock } from './clock.ts';
import { Machine } from './machine.ts';
import { Internet } from './network.ts';
import { Registry } from './registry.ts';
import type { CommandRecord, Notes, WorldSnapshot } from './snapshot.ts';
import { tools } from './tools.ts';

export interface WorldOptions {
  /** Milliseconds since the epoch. Without a wall clock the world's time moves only when somebody waits. */
  wall?: () => number;
  /** The bytes of blobs by digest. */
  blobs?: Map<string, Uint8Array>;
  /** Settles when `blobs` is filled: engines and registries wait for it, the shell does not. */
  blobsLoaded?: Promise<void>;
}

/** The most commands that are remembered, and the most of their output. */
const LONGEST_LOG = 1000;
const LONGEST_OUTPUT = 16_384;

/** What a session of a machine is opened with; the rest comes from the world. */
export interface OpenSessionOptions {
  columns: number;
  rows: number;
  /** Takes what appears on the screen. */
  output(text: string): void;
  /** Called each time the prompt is about to take keys. */
  onPrompt?(): void;
  /** Called when a command ended, after it was added to the world's log. */
  onCommand?(command: CommandRecord): void;
}

/** How a script is run; see the shell's own options. */
export interface RunOptions extends Pick<ScriptOptions, 'stdin' | 'stdout' | 'stderr' | 'args' | 'name'> {
  /** Called after each command, when it stands in the log; the next one waits. */
  onCommand?(command: CommandRecord): Promise<void> | void;
}

/**
 * Machines, registries, the network between them, accounts and a clock. Plain data plus code: {@link snapshot} and
 * {@link restore} are undo, reset, resume and fork in one.
 */
export class World {
  readonly name: string;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly network = new Internet();
  /** Bytes by digest, for registries and engines alike. Only ever added to: any snapshot of it may need them. */
  readonly blobs: Map<string, Uint8Array>;
  /** The commands run, oldest first. */
  log: readonly CommandRecord[];
  notes: Notes;
  private readonly machines: Map<string, Machine>;
  private readonly registries: Registry[];
  private readonly sessions = new Map<string, Session>();
  private sessionStates: Record<string, WorldSnapshot['machines'][string]['session']>;

  constructor(snapshot: WorldSnapshot, options: WorldOptions = {}) {
    this.name = snapshot.name;
    this.clock = new WorldClock(snapshot.time, options.wall);
    this.random = new Random(snapshot.random);
    this.blobs = options.blobs ?? new Map();
    this.log = snapshot.log;
    this.notes = snapshot.notes;
    // What a registry or an engine drops, an earlier snapshot may still need.
    const blobs = {
      get: (digest: string) => this.blobs.get(digest),
      set: (digest: string, bytes: Uint8Array) => this.blobs.set(digest, bytes),
      has: (digest: string) => this.blobs.has(digest),
      delete: () => false,
    };
    const { clock, random } = this;
    const blobsLoaded = options.blobsLoaded ?? Promise.resolve();
    this.registries = snapshot.registries.map(
      (entry) => new Registry(entry, { clock, random, blobs, blobsLoaded }),
    );
    for (const registry of this.registries) {
      for (const host of registry.hosts) {
        const [name = '', port] = host.split(':');
        this.network.serve(name, registry.fetch, { port: Number(port ?? 443), tls: registry.tls });
      }
    }
    const runner = createContainerRunner({ clock, random, programs: tools });
    this.machines = new Map(
      Object.entries(snapshot.machines).map(([name, state]) => {
        const network = this.network.connect(state.hostname);
        return [name, new Machine(name, state, { clock, random, network, blobs, blobsLoaded, runner })];
      }),
    );
    this.sessionStates = sessionsOf(snapshot);
  }

  get machineNames(): string[] {
    return [...this.machines.keys()];
  }

  /** @throws Error when there is no such machine */
  machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (!machine) throw new Error(`no machine "${name}": there are ${this.machineNames.join(', ')}`);
    return machine;
  }

  /** The registry behind a host name. @throws NetworkError when there is none */
  registry(host: string): Registry {
    const registry = this.registries.find(({ hosts }) => hosts.includes(host));
    if (!registry) throw new NetworkError('no-such-host', host, '', 443);
    return registry;
  }

  /** Opens the interactive shell of a machine, where it was left. A machine has one. */
  openSession(name: string, options: OpenSessionOptions): Session {
    const machine = this.machine(name);
    let printed = '';
    const state = this.sessionStates[name];
    const settings: SessionOptions = {
      user: machine.user,
      env: machine.env,
      columns: options.columns,
      rows: options.rows,
      ...(state ? { state } : {}),
      ...(options.onPrompt ? { onPrompt: options.onPrompt } : {}),
      output: (text) => {
        printed = lastOf(printed, text);
        options.output(text);
      },
      onCommand: ({ line, status }) => {
        const command = { machine: name, line, status, output: plainText(printed) };
        printed = '';
        this.log = [...this.log, command].slice(-LONGEST_LOG);
        options.onCommand?.(command);
      },
    };
    const session = createSession(machine.host, settings);
    this.sessions.set(name, session);
    // Who opens a shell after `exit` logs in anew.
    const forget = (): void => {
      if (this.sessions.get(name) !== session) return;
      this.sessions.delete(name);
      delete this.sessionStates[name];
    };
    session.ended.then(forget, forget);
    return session;
  }

  /**
   * Runs a bash script on a machine as its user and gives its exit status. Each command of it is added to the log.
   */
  async script(name: string, text: string, options: RunOptions): Promise<number> {
    const { host, user, env } = this.machine(name);
    const { onCommand, ...rest } = options;
    const decoder = new TextDecoder();
    let printed = '';
    const listen = (output: Output): Output => ({
      isTTY: output.isTTY,
      write: (data) => {
        printed = lastOf(printed, typeof data === 'string' ? data : decoder.decode(data));
        return output.write(data);
      },
    });
    return runScript(host, text, {
      user,
      env,
      ...rest,
      stdout: listen(options.stdout),
      stderr: listen(options.stderr),
      onCommand: async (line, status) => {
        const command = { machine: name, line, status, output: plainText(printed) };
        printed = '';
        this.log = [...this.log, command].slice(-LONGEST_LOG);
        await onCommand?.(command);
      },
    });
  }

  /** Runs a script without input and gives all it printed. */
  async run(name: string, text: string): Promise<{ status: number; output: string }> {
    const decoder = new TextDecoder();
    let output = '';
    const sink: Output = {
      isTTY: false,
      write: async (data) => {
        output += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
      },
    };
    const stdin: Input = { isTTY: false, read: async () => undefined };
    const status = await this.script(name, text, { stdin, stdout: sink, stderr: sink });
    return { status, output };
  }

  snapshot(): WorldSnapshot {
    return {
      version: 1,
      name: this.name,
      time: this.clock.now(),
      random: this.random.state,
      machines: Object.fromEntries(
        [...this.machines].map(([name, machine]) => [
          name,
          { ...machine.snapshot(), session: this.sessions.get(name)?.state() ?? this.sessionStates[name] },
        ]),
      ),
      registries: this.registries.map((registry) => registry.snapshot()),
      log: [...this.log],
      notes: this.notes,
    };
  }

  /**
   * Takes the whole world to a snapshot of it. Open sessions are forgotten: close them before, and open them again
   * after, where they then stood.
   */
  restore(snapshot: WorldSnapshot): void {
    this.sessions.clear();
    this.sessionStates = sessionsOf(snapshot);
    this.clock.set(snapshot.time);
    this.random.state = snapshot.random;
    this.log = snapshot.log;
    this.notes = snapshot.notes;
    snapshot.registries.forEach((entry, i) => {
      this.registries[i]?.restore(entry.state);
    });
    for (const [name, state] of Object.entries(snapshot.machines)) this.machines.get(name)?.restore(state);
  }

  /** Loads all code that is otherwise loaded when it is first used: after that nothing needs the network any more. */
  async preload(): Promise<void> {
    const { docker, ...others } = tools;
    const engine = () => import('../engine/index.ts');
    const vendors = () => import('../vendors/index.ts');
    for (const load of [docker, engine, vendors, ...Object.values(others)]) await load?.();
  }
}

function sessionsOf(snapshot: WorldSnapshot): World['sessionStates'] {
  return Object.fromEntries(Object.entries(snapshot.machines).map(([name, { session }]) => [name, session]));
}

/** The end of what was printed; a long text is not copied for it. */
function lastOf(printed: string, text: string): string {
  return (text.length < LONGEST_OUTPUT ? printed + text : text).slice(-LONGEST_OUTPUT);
}

/** Terminal output as lines of text, control sequences dropped. A line that was drawn anew is there each time. */
function plainText(output: string): string {
  return output.replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>]/g, '').replace(/\r+\n?/g, '\n');
}

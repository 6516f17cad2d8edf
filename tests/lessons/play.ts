import { type CommandRecord, World, type WorldSnapshot } from '../../src/simulator/world/index.ts';

interface Opened {
  input(data: string): void;
  close(): void;
}

/** Types into the shells of a world, as a learner does, and waits until each command has ended. */
export class Player {
  readonly world: World;
  private readonly sessions = new Map<string, Opened>();
  private waiting: ((command: CommandRecord) => void) | undefined;

  constructor(snapshot: WorldSnapshot, blobs: ReadonlyMap<string, Uint8Array>) {
    this.world = new World(snapshot, { blobs: new Map(blobs) });
  }

  /** Types one line, answers to prompts included after a line break, and gives what became of it. */
  type(machine: string, line: string): Promise<CommandRecord> {
    const session = this.sessions.get(machine) ?? this.open(machine);
    return new Promise((resolve) => {
      this.waiting = resolve;
      session.input(`${line.trimEnd().replaceAll('\n', '\r')}\r`);
    });
  }

  /** Takes the world back (or forward) to a snapshot; shells are where they then were. */
  restore(snapshot: WorldSnapshot): void {
    for (const session of this.sessions.values()) session.close();
    this.sessions.clear();
    this.world.restore(snapshot);
  }

  private open(machine: string): Opened {
    const session = this.world.openSession(machine, {
      columns: 100,
      rows: 30,
      output: () => {},
      onCommand: (command) => this.waiting?.(command),
    });
    this.sessions.set(machine, session);
    return session;
  }
}

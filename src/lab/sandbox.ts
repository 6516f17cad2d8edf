import type { Exercise, Lesson } from '../exercise/index.ts';
import type { World, WorldSnapshot } from '../simulator/world/index.ts';
import { Keeper, type Moment } from './keeper.ts';
import { Outlet } from './outlet.ts';
import type { News } from './protocol.ts';
import { ScreenLog } from './screen-log.ts';
import type { Entry, Store } from './store.ts';

type Session = ReturnType<World['openSession']>;
type Post = (news: News) => void;

interface Terminal {
  session: Session;
  log: ScreenLog;
  /** Whether the shell waits for a command, so that everything can be kept. */
  prompting: boolean;
  /** A command has ended, and the world is not kept yet. */
  ran: boolean;
  /** Taken back: what its shell still says as it ends is nobody's business. */
  closed: boolean;
}

/** Keys that may end a line, and with it the prompt. */
const ENDS_LINE = /[\r\n\x03\x04\x0f]/;

/** How long a terminal is quiet before what is half-typed is kept, or a command that still runs is looked at. */
const QUIET = 400;

/** A lesson's world with its open terminals: keeps it after each command, takes it back, and looks at the steps. */
export class Sandbox {
  private readonly world: World;
  private readonly start: WorldSnapshot;
  private readonly outlet: Outlet;
  private readonly keeper: Keeper;
  /** The machine whose terminal is in front. */
  front: string;
  private readonly terminals = new Map<string, Terminal>();
  /** What terminals showed that are not open again yet. */
  private screens: Entry['screens'];
  private steps: Lesson | undefined;
  private exercise: Exercise | undefined;
  /** Saving, undoing and looking at steps happen one after another. */
  private work: Promise<void> = Promise.resolve();
  private quiet: ReturnType<typeof setTimeout> | undefined;
  /** Whether the store has an entry to go back to. */
  private begun: boolean;
  /** How often the world was taken to another moment. What waits to be kept from before that is no longer so. */
  private moves = 0;

  constructor(options: {
    lesson: string;
    world: World;
    start: WorldSnapshot;
    store: Store;
    entry: Entry | undefined;
    post: Post;
  }) {
    const { lesson, world, store, entry } = options;
    this.world = world;
    this.start = options.start;
    this.outlet = new Outlet(options.post);
    this.keeper = new Keeper({ lesson, blobs: world.blobs, outlet: this.outlet, store, entry });
    this.front = entry?.machine ?? world.machineNames[0]!;
    this.screens = entry?.screens ?? {};
    this.begun = entry !== undefined;
  }

  /** The prompt is seen, and everything else can begin. */
  begin(lesson: Lesson): void {
    this.steps = lesson;
    this.keepStart();
    this.look();
    this.enqueue(() => this.keeper.tidy());
    this.enqueue(async () => {
      // Not waited for: until all is there the first commands would be kept too late for a reload.
      void this.preload();
    });
  }

  /** Opens a machine's terminal where it was left; one that is open takes the size. */
  open(machine: string, columns: number, rows: number): void {
    this.front = machine;
    if (this.terminals.has(machine)) {
      this.resize(machine, columns, rows);
      return;
    }
    const kept = this.screens[machine];
    const log = new ScreenLog(kept, columns);
    if (kept) this.outlet.send({ type: 'screen', machine, columns: kept.columns, text: kept.text });
    let opening = true;
    const terminal: Omit<Terminal, 'session'> = { log, prompting: false, ran: false, closed: false };
    const session = this.world.openSession(machine, {
      columns,
      rows,
      output: (text) => {
        if (terminal.closed) return;
        log.output(text);
        this.outlet.send({ type: 'output', machine, data: text });
        if (terminal.prompting) {
          this.outlet.flush();
          this.keepRun(terminal);
        }
        if (opening && terminal.prompting) {
          opening = false;
          this.opened(machine, kept?.keys ?? '');
        }
        this.later();
      },
      onPrompt: () => {
        terminal.prompting = true;
      },
      onCommand: () => {
        if (terminal.closed) return;
        log.settle();
        this.outlet.send({ type: 'ran', machine });
        terminal.ran = true;
      },
    });
    const opened = Object.assign(terminal, { session });
    this.terminals.set(machine, opened);
    session.ended.then(() => this.ended(machine, opened, columns, rows), fail);
  }

  private opened(machine: string, keys: string): void {
    this.outlet.send({ type: 'ready', machine });
    if (keys) this.input(machine, keys);
  }

  /** What could not be fetched now is fetched when it is first used. */
  private async preload(): Promise<void> {
    try {
      await this.world.preload();
      this.outlet.send({ type: 'complete' });
    } catch {
      // Offline for a moment, most likely.
    }
  }

  /** After `exit` there is a new shell, as after logging in again. */
  private ended(machine: string, terminal: Terminal, columns: number, rows: number): void {
    if (terminal.closed) return;
    this.keepRun(terminal);
    terminal.log.settle();
    this.screens[machine] = terminal.log.kept;
    this.terminals.delete(machine);
    this.open(machine, terminal.log.columns || columns, rows);
  }

  input(machine: string, data: string): void {
    const terminal = this.terminals.get(machine);
    if (!terminal) return;
    this.front = machine;
    this.keepStart();
    terminal.log.input(data);
    if (ENDS_LINE.test(data)) {
      terminal.prompting = false;
      this.outlet.hold();
    }
    terminal.session.input(data);
    this.later();
  }

  resize(machine: string, columns: number, rows: number): void {
    const terminal = this.terminals.get(machine);
    if (!terminal) return;
    terminal.log.columns = columns;
    terminal.session.resize(columns, rows);
  }

  /** Takes back the last command. */
  undo(): void {
    this.enqueue(async () => {
      const before = await this.keeper.pop();
      // Who undoes stays at the terminal where that is seen, whichever was in front when the entry was kept.
      if (before) await this.goTo({ ...before, machine: this.front });
      else this.outlet.send({ type: 'notice', notice: 'nothing-to-undo' });
    });
  }

  /** Goes to the lesson's start, as a step of its own that can be taken back. */
  reset(): void {
    this.enqueue(async () => {
      await this.goTo({ world: this.start, screens: {}, machine: this.world.machineNames[0]! });
      this.keep();
      this.outlet.send({ type: 'notice', notice: 'reset' });
    });
  }

  /** From now on this store keeps the progress. */
  keepIn(store: Store): void {
    this.enqueue(async () => {
      this.keeper.keepIn(store);
      this.keep();
    });
  }

  private async goTo({ world, screens, machine: front }: Moment): Promise<void> {
    this.moves += 1;
    const open = [...this.terminals];
    this.terminals.clear();
    for (const [, terminal] of open) {
      terminal.closed = true;
      terminal.session.close();
    }
    this.world.restore(world);
    this.screens = {};
    for (const [machine, screen] of Object.entries(screens)) this.screens[machine] = { ...screen, keys: '' };
    for (const [machine] of open) {
      if (!this.screens[machine]) this.outlet.send({ type: 'screen', machine, columns: 0, text: '' });
    }
    // The page opens its terminals again, with the sizes they have now.
    this.outlet.send({ type: 'loaded', machine: front });
    await this.evaluate();
  }

  private moment(): Moment {
    const screens = { ...this.screens };
    for (const [machine, { log }] of this.terminals) screens[machine] = log.kept;
    return { world: this.world.snapshot(), screens, machine: this.front };
  }

  /** What the first command can be taken back to. */
  private keepStart(): void {
    if (!this.begun) this.keep();
    this.begun = true;
  }

  /** Keeps the world as it is at this very moment: adds it, or puts it in the place of what was kept last. */
  private keep(how: 'push' | 'replace' = 'push'): void {
    const { moves } = this;
    const moment = this.moment();
    this.enqueue(async () => {
      if (moves === this.moves) await this.keeper[how](moment);
    });
  }

  /** When all is quiet: what is half-typed is kept too, and steps that a running command made true turn green. */
  private later(): void {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      if (![...this.terminals.values()].every(({ prompting }) => prompting)) this.look();
      else if (this.begun) this.keep('replace');
    }, QUIET);
  }

  /** What a command has changed is kept and looked at as soon as its answer and the next prompt are on their way. */
  private keepRun(terminal: Pick<Terminal, 'ran'>): void {
    if (!terminal.ran) return;
    terminal.ran = false;
    this.keep();
    this.look();
  }

  private look(): void {
    this.enqueue(() => this.evaluate());
  }

  private async evaluate(): Promise<void> {
    if (!this.steps) return;
    if (!this.exercise) {
      const { Exercise } = await import('../exercise/index.ts');
      this.exercise = new Exercise(this.steps, this.world);
    }
    const steps = await this.exercise.evaluate();
    this.outlet.send({
      type: 'steps',
      steps: steps.map(({ mistake, ...step }) => (mistake === undefined ? step : { ...step, say: mistake })),
    });
  }

  private enqueue(work: () => Promise<void>): void {
    this.work = this.work
      .then(() => this.outlet.said())
      .then(work)
      .catch(fail);
  }
}

/** An error that nobody expects ends the worker, and the page starts another. */
function fail(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}

import type { Lesson } from '../exercise/index.ts';
import type { Blobs, Entry } from './store.ts';

/** What the page and the worker that holds the world say to each other. */

/** A step as the page shows it. */
export interface StepView {
  id: string;
  state: 'open' | 'done';
  conditions: { expected: string; actual: string; met: boolean }[];
  /** What the last command did wrong, in words. */
  say?: string;
}

/** Something the learner must be told outside the terminal. */
export type Notice =
  /** The browser keeps nothing: progress ends with the tab. */
  | 'not-kept'
  /** The lesson is open in another tab, which keeps the progress. */
  | 'second-tab'
  /** Another tab took the lesson over. */
  | 'taken-over'
  /** A save could not be read and was set aside. */
  | 'set-aside'
  /** Saving failed, most likely for want of room. */
  | 'save-failed'
  | 'restarted'
  | 'reset'
  | 'nothing-to-undo';

/** What the page keeps where nothing can be stored. */
export interface Kept {
  entry: Entry;
  blobs: Blobs;
}

/**
 * A worker's name, as JSON. What a page says to a worker reaches it only when the page knows that the worker's code
 * has run, so all that the prompt needs to begin is in the name.
 */
export interface Task {
  /** The lesson's page: `lessons/start/push-your-first-image`. Progress is saved under that. */
  lesson: string;
  world: string;
  /** Whether the browser lets the page store anything. */
  storage: boolean;
  /** Begin only with what `resume` brings. */
  waits?: boolean;
}

/** What the page asks of the worker. */
export interface Requests {
  /** Goes on from what the page kept. */
  resume(kept: Kept): void;
  /** The prompt is seen: from now on the steps are looked at, and what is loaded later is loaded. */
  begin(lesson: Lesson): void;
  /** Opens a machine's terminal, or gives the one that is open its size. */
  open(machine: string, columns: number, rows: number): void;
  input(machine: string, data: string): void;
  resize(machine: string, columns: number, rows: number): void;
  undo(): void;
  reset(): void;
  /** This tab keeps the progress from now on. */
  takeOver(): Promise<void>;
}

/** What the worker tells the page of itself. */
export type News =
  /** The world is there; the terminal that was in front when it was saved. */
  | { type: 'loaded'; machine: string }
  | { type: 'output'; machine: string; data: string }
  /** Replaces all that a terminal shows: after a reload, an undo, a reset. */
  | { type: 'screen'; machine: string; columns: number; text: string }
  /** The prompt takes keys. */
  | { type: 'ready'; machine: string }
  /** All code is loaded: from here on nothing needs the network. */
  | { type: 'complete' }
  /** A command has ended. */
  | { type: 'ran'; machine: string }
  | { type: 'steps'; steps: StepView[] }
  | { type: 'notice'; notice: Notice }
  /** Where nothing can be stored, the page keeps the last state, in case the worker dies. */
  | ({ type: 'keep' } & Kept)
  /** The world could not be loaded at all. */
  | { type: 'failed'; message: string };

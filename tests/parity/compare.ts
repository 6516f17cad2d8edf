import { normalise } from './normalise.ts';
import type { Recording } from './recording.ts';

/** What ours did. On a terminal only `screen` counts of the output. */
export interface Outcome {
  stdout: string;
  stderr: string;
  screen: string;
  exit: number | 'timeout';
}

/**
 * Lists whose order says nothing: the real CLI lists the names of one image in an order drawn by lot, and what is
 * sorted by ids stands in another order where the ids are others.
 */
const ANY_ORDER = /^docker (?:images|image (?:ls|list))\b|\| sort$/;

/**
 * Compares the steps of one run of a group. Ids that were recorded and ours are held equal one to one: an id that
 * stood for one thing may not stand for another later.
 */
export class Comparison {
  private readonly ours = new Map<string, string>();
  private readonly recorded = new Map<string, string>();

  /** What differs, in words and both texts; empty when nothing does. */
  differences(step: Recording, outcome: Outcome): string[] {
    const found: string[] = [];
    if (step.exit !== outcome.exit) found.push(`exit: recorded ${step.exit}, ours ${outcome.exit}`);
    const channels = step.tty
      ? ([['screen', (step.screen ?? step.stdout).replace(/\n+$/, ''), outcome.screen]] as const)
      : ([
          ['stdout', step.stdout, outcome.stdout],
          ['stderr', step.stderr, outcome.stderr],
        ] as const);
    for (const [name, recorded, ours] of channels) {
      const difference = this.compare(recorded, ours, step.stable === 'order' || ANY_ORDER.test(step.cmd));
      if (difference) found.push(`${name}: ${difference}`);
    }
    return found;
  }

  private compare(recordedText: string, oursText: string, anyOrder: boolean): string | undefined {
    const recorded = normalise(recordedText);
    const ours = normalise(oursText);
    const same = anyOrder ? sorted(recorded.text) === sorted(ours.text) : recorded.text === ours.text;
    if (!same) return `recorded\n${indent(recorded.text)}\n  ours\n${indent(ours.text)}`;
    // In lines of any order nobody knows which id is which.
    if (anyOrder) return undefined;
    for (const [i, id] of recorded.ids.entries()) {
      const other = ours.ids[i] ?? '';
      if (!this.agree(id.slice(0, 12), other.slice(0, 12))) {
        return `the id ${id} was recorded where ours is ${other}, but they stood for different things before`;
      }
    }
    return undefined;
  }

  private agree(recorded: string, ours: string): boolean {
    const known = this.recorded.get(recorded);
    const back = this.ours.get(ours);
    if (known === undefined && back === undefined) {
      this.recorded.set(recorded, ours);
      this.ours.set(ours, recorded);
      return true;
    }
    return known === ours && back === recorded;
  }
}

const sorted = (text: string): string => text.split('\n').sort().join('\n');
const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    | ${line}`)
    .join('\n');

import type { Address, Command, RangeEnd } from './script.ts';

/** Where the script stands in its input. */
export interface Standing {
  readonly number: number;
  isLast(): Promise<boolean>;
  /** Whether the pattern space has a match; without an expression, of the last one used. */
  matches(regex: RegExp | undefined): boolean;
}

async function isAt(address: Address, here: Standing): Promise<boolean> {
  switch (address.kind) {
    case 'line':
      return here.number === address.line;
    case 'step':
      return address.step === 0
        ? here.number === address.first
        : here.number >= address.first && (here.number - address.first) % address.step === 0;
    case 'last':
      return here.isLast();
    case 'regex':
      return here.matches(address.regex);
  }
}

/** Whether a command is for the line that stands here, `!` left aside. */
export async function selects(command: Command, here: Standing): Promise<boolean> {
  const { from, to } = command;
  if (!from) return true;
  if (!to) return isAt(from, here);
  if (command.open) {
    const closing = await closes(command, to, here);
    if (closing === 'past') {
      command.open = undefined;
      return isAt(from, here);
    }
    if (closing) command.open = undefined;
    return true;
  }
  if (command.fromStart && here.number === 1) {
    command.fromStart = false;
    if (!(await closes(command, to, here))) command.open = { until: undefined };
    return true;
  }
  if (!(await isAt(from, here))) return false;
  const until = untilLine(to, here);
  if (until === undefined ? to.kind !== 'last' || !(await here.isLast()) : until > here.number)
    command.open = { until };
  return true;
}

function untilLine(to: RangeEnd, here: Standing): number | undefined {
  if (to.kind === 'line') return to.line;
  if (to.kind === 'count') return here.number + to.lines;
  if (to.kind === 'multiple') return to.of === 0 ? here.number : Math.ceil(here.number / to.of) * to.of;
  return undefined;
}

/** Whether this line ends the open range; `past` when the range had ended before it. */
async function closes(command: Command, to: RangeEnd, here: Standing): Promise<boolean | 'past'> {
  const until = command.open?.until;
  if (until !== undefined) return here.number > until ? 'past' : here.number === until;
  return to.kind === 'count' || to.kind === 'multiple' ? true : isAt(to, here);
}

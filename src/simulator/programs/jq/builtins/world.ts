import type { Builtin } from '../context.ts';
import { brokenDown, formatDate, fromDate, ISO, makeTime } from '../dates.ts';
import { HaltError } from '../endings.ts';
import { JqError, toText } from '../value.ts';
import { firstOf, simple } from './support.ts';

/** What jq knows from outside the filter: inputs, messages, the environment, the time; and ending it all. */
export const WORLD: Record<string, Builtin> = {
  'env/0': ({ context }) => [{ value: new Map(Object.entries(context.world.environment)) }],
  'halt/0': () => {
    throw new HaltError('', 0);
  },
  'halt_error/0': ({ cell }) => {
    throw new HaltError(cell.value, 5);
  },
  'halt_error/1': ({ context, cell, args }) => {
    throw new HaltError(cell.value, Number(firstOf(context, args[0]!, cell.value)));
  },
  'input/0': ({ context }) => {
    const value = context.world.input();
    if (value === undefined) throw new JqError('break');
    return [{ value }];
  },
  'inputs/0': ({ context }) =>
    (function* () {
      for (let value = context.world.input(); value !== undefined; value = context.world.input())
        yield { value };
    })(),
  'input_filename/0': ({ context }) => [{ value: context.world.file() }],
  'input_line_number/0': ({ context }) => [{ value: context.world.line() }],
  'debug/0': ({ context, cell }) => {
    context.world.tell(`["DEBUG:",${toText(cell.value)}]\n`);
    return [cell];
  },
  'stderr/0': ({ context, cell }) => {
    context.world.tell(toText(cell.value));
    return [cell];
  },
  'now/0': ({ context }) => [{ value: context.world.now() / 1000 }],
  'todate/0': simple((value) => formatDate(value, ISO)),
  'todateiso8601/0': simple((value) => formatDate(value, ISO)),
  'fromdate/0': simple(fromDate),
  'fromdateiso8601/0': simple(fromDate),
  'strftime/1': simple(formatDate),
  'strptime/1': simple((value) => brokenDown(fromDate(value))),
  'mktime/0': simple(makeTime),
  'gmtime/0': simple(brokenDown),
  'builtins/0': ({ context }) => [{ value: Object.keys(context.builtins) }],
};

import type { Flag } from './command.ts';

type More = Omit<Partial<Flag>, 'name' | 'type' | 'usage'>;

/** A flag in one line; `more` holds what most flags do without. */
export const flag = (type: Flag['type'], name: string, usage: string, more: More = {}): Flag => ({
  name,
  type,
  usage,
  ...more,
});

/** `--all`: on or off. */
export const bool = (name: string, usage: string, more?: More): Flag => flag('bool', name, usage, more);

/** `--name x`: the last one given counts. */
export const text = (name: string, usage: string, more?: More): Flag => flag('string', name, usage, more);

/** `--label x`: may be given again and again; help calls the value `list`. */
export const list = (name: string, usage: string, more?: More): Flag => flag('list', name, usage, more);

/** The same with pflag's own name of the value. */
export const array = (name: string, usage: string, more?: More): Flag =>
  list(name, usage, { label: 'stringArray', ...more });

/** A check that takes what a parser takes, as it was given. */
export const parsedBy =
  (parse: (value: string) => unknown) =>
  (value: string): string => {
    parse(value);
    return value;
  };

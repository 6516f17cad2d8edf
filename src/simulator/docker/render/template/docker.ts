import { indentJson } from '../../inspect/indent.ts';
import { CallError } from './errors.ts';
import { BUILTINS, string, type TemplateFunction } from './functions.ts';
import { encodeJson } from './json.ts';
import { ANY, GoValue, INT, STRING, STRINGS } from './types.ts';

type Arg = GoValue | undefined;
const textOf = (arg: Arg): string => arg!.data as string;
const numberOf = (arg: Arg): number => arg!.data as number;

/** A function of one string that gives a string. */
function onString(change: (text: string) => string): TemplateFunction {
  return { parameters: [STRING], call: ([text]) => string(change(textOf(text))) };
}

/** `strings.Repeat`, which panics below zero. */
function spaces(count: number): string {
  if (count < 0) throw new CallError('strings: negative Repeat count');
  return ' '.repeat(count);
}

/** `strings.Title`: the first letter of every word in upper case. */
function title(text: string): string {
  return text.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
}

/** What docker adds to Go's own functions. */
export const DOCKER_FUNCTIONS: Record<string, TemplateFunction> = {
  ...BUILTINS,
  json: { parameters: [ANY], call: ([value]) => string(encodeJson(value)) },
  split: {
    parameters: [STRING, STRING],
    call: ([text, separator]) => new GoValue(STRINGS, splitText(textOf(text), textOf(separator))),
  },
  join: {
    parameters: [STRINGS, STRING],
    call: ([items, separator]) => string(((items!.data as string[] | null) ?? []).join(textOf(separator))),
  },
  title: onString(title),
  lower: onString((text) => text.toLowerCase()),
  upper: onString((text) => text.toUpperCase()),
  pad: {
    parameters: [STRING, INT, INT],
    call: ([text, before, after]) =>
      string(textOf(text) && spaces(numberOf(before)) + textOf(text) + spaces(numberOf(after))),
  },
  truncate: {
    parameters: [STRING, INT],
    call: ([text, length]) => string(truncate(textOf(text), numberOf(length))),
  },
};

function splitText(text: string, separator: string): string[] {
  return separator === '' ? Array.from(text) : text.split(separator);
}

/** Cuts after so many bytes. */
function truncate(text: string, length: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < length) return text;
  if (length < 0) throw new CallError(`runtime error: slice bounds out of range [:${length}]`);
  return new TextDecoder().decode(bytes.subarray(0, length));
}

const same: TemplateFunction = { parameters: [STRING], call: ([text]) => text };
const sameOfTwo = (second: typeof STRING): TemplateFunction => ({
  parameters: [STRING, second],
  call: ([text]) => text,
});

/** The functions as a table's header row uses them: the heading stays as it is, so that it can be read. */
export const HEADER_FUNCTIONS: Record<string, TemplateFunction> = {
  ...DOCKER_FUNCTIONS,
  json: same,
  split: sameOfTwo(STRING),
  join: sameOfTwo(STRING),
  title: same,
  lower: same,
  upper: same,
  truncate: sameOfTwo(INT),
};

/** The functions as buildx has them: its JSON is indented. */
export const BUILDX_FUNCTIONS: Record<string, TemplateFunction> = {
  ...DOCKER_FUNCTIONS,
  json: { parameters: [ANY], call: ([value]) => string(indentJson(encodeJson(value), '  ')) },
};

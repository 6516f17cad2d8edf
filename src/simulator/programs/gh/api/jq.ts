import { unmarshalGoJson } from '../../../common/go-json.ts';
import { goQuote } from '../../../common/go-quote.ts';
import { messageOf } from '../../../common/message.ts';
import type { Process } from '../../../common/process.ts';
import { BUILTINS } from '../../jq/builtins/index.ts';
import { Exhausted, HaltError } from '../../jq/endings.ts';
import { run } from '../../jq/evaluate.ts';
import { CompileError } from '../../jq/lexer.ts';
import { checkNames } from '../../jq/names.ts';
import { parseProgram } from '../../jq/parse.ts';
import { readOne } from '../../jq/read.ts';
import type { Node } from '../../jq/syntax.ts';
import { JqError, type Json, kindOf, toText } from '../../jq/value.ts';
import { GhFailure } from '../errors.ts';

/** The filter of `--jq`. gh has the jq of Go (gojq), whose refusals have words of their own. @throws GhFailure */
export function* filterJson(process: Process, text: string, expression: string): Generator<Json> {
  const node = parse(expression);
  const input = readAnswer(text);
  const context = {
    builtins: BUILTINS,
    steps: 0,
    world: {
      now: () => process.host.clock.now(),
      environment: process.env,
      input: () => undefined,
      file: () => null,
      line: () => 0,
      tell: () => undefined,
    },
  };
  try {
    for (const { value } of run(context, node, { value: input }, undefined)) {
      context.steps = 0;
      yield value;
    }
  } catch (error) {
    if (error instanceof HaltError) return;
    if (error instanceof JqError) throw new GhFailure(inGoWords(error));
    if (error instanceof Exhausted || error instanceof RangeError) throw new GhFailure(error.message);
    throw error;
  }
}

/** The JSON that an answer is. @throws GhFailure */
export function readAnswer(text: string): Json {
  try {
    unmarshalGoJson(text);
    return readOne(text) ?? null;
  } catch (error) {
    throw new GhFailure(messageOf(error));
  }
}

function parse(expression: string): Node {
  try {
    const node = parseProgram(expression);
    checkNames(node, new Set(Object.keys(BUILTINS)), ['ENV']);
    return node;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const undefinedName = /^(\$?\w+(?:\/\d+)?) is not defined$/.exec(error.message)?.[1];
    if (undefinedName !== undefined) {
      const kind = undefinedName.startsWith('$') ? 'variable' : 'function';
      throw new GhFailure(`${kind} not defined: ${undefinedName}`);
    }
    const isCut = error.message.startsWith('unexpected $end');
    throw new GhFailure(syntaxReport(expression, isCut ? expression.length : error.at));
  }
}

/** The line with a mark below the word that does not fit. */
function syntaxReport(expression: string, at: number): string {
  const before = expression.slice(0, at).split('\n');
  const line = expression.split('\n')[before.length - 1]!;
  const column = before.at(-1)!.length + 1;
  const word = /^(?:\.?[A-Za-z_]\w*|\d+|"[^"]*"?|\$\w*|\S)/.exec(expression.slice(at).trimStart())?.[0];
  const what = word === undefined ? 'unexpected EOF' : `unexpected token ${goQuote(word)}`;
  return `failed to parse jq expression (line ${before.length}, column ${column})\n    ${line}\n    ${'^'.padStart(column)}  ${what}`;
}

function inGoWords({ value, subject }: JqError): string {
  if (typeof value !== 'string') return `error: ${toText(value)}`;
  if (subject === undefined) return value;
  const found = subject === null ? 'null' : `${kindOf(subject)} (${preview(subject)})`;
  if (value.startsWith('Cannot iterate')) return `cannot iterate over: ${found}`;
  return `expected an ${value.endsWith('with number') ? 'array' : 'object'} but got: ${found}`;
}

const MOST_SHOWN = 30;

function preview(value: Json): string {
  const text = toText(value, { sorted: true });
  if (text.length <= MOST_SHOWN) return text;
  const kind = kindOf(value);
  const end = kind === 'string' ? ' ..."' : kind === 'array' ? ' ...]' : kind === 'object' ? ' ...}' : ' ...';
  return text.slice(0, MOST_SHOWN - end.length) + end;
}

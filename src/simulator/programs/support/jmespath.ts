import { search } from '@jmespath-community/jmespath';
import { QueryError } from './jmespath-errors.ts';
import { checkQuery } from './jmespath-grammar.ts';

/** The functions of jmespath.py 1.0; the library has more. */
const FUNCTIONS =
  'abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null reverse sort sort_by starts_with sum to_array to_string to_number type values'.split(
    ' ',
  );
/** Those of any number of arguments. */
const VARIADIC = ['merge', 'not_null'];
/** Those that name the array before the string, where they take either. */
const ARRAY_FIRST = ['contains', 'reverse'];

/**
 * Searches as jmespath.py does, which `aws` and `az` use: a literal that is no JSON is a text (`[?name==\`app\`]`), as
 * it was before the specification asked for quotes. @throws QueryError
 */
export function searchValue(value: unknown, query: string): unknown {
  const foreign = checkQuery(query).find((name) => !FUNCTIONS.includes(name));
  if (foreign !== undefined) throw new QueryError(`Unknown function: ${foreign}()`, 'searching');
  try {
    return search(value as Parameters<typeof search>[0], query, { enable_legacy_literals: true });
  } catch (error) {
    throw new QueryError(inPython((error as Error).message), 'searching');
  }
}

/** The library's errors in Python's words, but for the wrong values, which the library does not tell. */
function inPython(message: string): string {
  const arity = /^Invalid arity: (\w+)\(\) takes (?:at least )?(\d+) arguments? but received (\d+)$/.exec(
    message,
  );
  if (arity) {
    const [, name = '', count, received] = arity;
    const least = VARIADIC.includes(name) ? 'at least ' : '';
    return `Expected ${least}${count} argument${count === '1' ? '' : 's'} for function ${name}(), received ${received}`;
  }
  const nothing =
    /^Invalid type: (\w+)\(\) expected argument \d+ to be type \((.+)\) but received type null /.exec(
      message,
    );
  if (nothing) {
    const [, name = '', types = ''] = nothing;
    return `In function ${name}(), invalid type for value: None, expected one of: [${pythonTypes(name, types)}], received: "null"`;
  }
  return message.replace(/^Invalid value: slice step cannot be 0$/, 'slice step cannot be zero');
}

function pythonTypes(name: string, types: string): string {
  const list = types
    .split(' | ')
    .map((type) => type.replace(/^Array<(\w+)>$/, 'array-$1').replace('expression', 'expref'))
    .map((type) => `'${type}'`);
  return (ARRAY_FIRST.includes(name) && list.length > 1 ? list.toReversed() : list).join(', ');
}

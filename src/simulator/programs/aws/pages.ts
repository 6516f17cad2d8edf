import { badValue, usageError } from './errors.ts';

/** `--max-items`, `--page-size` and `--starting-token`: the CLI's own paging, of which the service knows nothing. */
export interface Paging {
  max?: number;
  skip: number;
}

function count(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(String(value)))
    throw usageError(`argument --${name}: invalid int value: '${value}'`);
  return Number(value);
}

/** A token of an earlier page says how many items were seen. */
function skipOf(token: unknown): number {
  if (token === undefined) return 0;
  try {
    const { boto_truncate_amount: amount = 0 } = JSON.parse(atob(String(token))) as {
      boto_truncate_amount?: number;
    };
    return amount;
  } catch {
    throw badValue(`Bad starting token: ${token}`);
  }
}

/** Takes the paging out of an operation's input. @throws AwsFailure */
export function takePaging(input: Record<string, unknown>): Paging {
  const { MaxItems, PageSize, StartingToken } = input;
  delete input.MaxItems;
  delete input.PageSize;
  delete input.StartingToken;
  const max = count('max-items', MaxItems);
  count('page-size', PageSize);
  const skip = skipOf(StartingToken);
  return max === undefined ? { skip } : { max, skip };
}

/** The part of a result that paging leaves, with the token of the next where something is left over. */
export function pageOf(
  result: Record<string, unknown>,
  member: string | undefined,
  { max, skip }: Paging,
): Record<string, unknown> {
  const items = member === undefined ? undefined : result[member];
  if (member === undefined || !Array.isArray(items)) return result;
  const end = max === undefined ? items.length : skip + Math.max(0, max);
  const page = { ...result, [member]: items.slice(skip, end) };
  if (end >= items.length) return page;
  // As Python's json module writes it.
  return { ...page, NextToken: btoa(`{"nextToken": null, "boto_truncate_amount": ${end}}`) };
}

import { CommandError } from './errors.ts';

/**
 * Reads a body that Go decodes into a struct. A name such as `.` leads to the address of a list, which it refuses.
 * @param goType the struct's name in messages
 * @throws CommandError
 */
export async function objectText(response: Response, goType: string): Promise<string> {
  const text = await response.text();
  if (text.trimStart().startsWith('[')) {
    throw new CommandError(`json: cannot unmarshal array into Go value of type ${goType}`);
  }
  return text;
}

/** Errors that JavaScript itself throws: a mistake of this program, never a refusal of what it simulates. */
const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError];

/** The text of anything thrown: an error's own where it has one. A mistake is called one, not passed off as a refusal. */
export function messageOf(error: unknown): string {
  if (MISTAKES.some((kind) => error instanceof kind)) return String(error);
  return error instanceof Error ? error.message : String(error);
}

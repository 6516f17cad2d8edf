import { expandText } from '../expand/word.ts';
import type { Shell } from '../state/shell.ts';

/** Shells that expand PS4 just now: what that runs is not shown. */
const tracing = new WeakSet<Shell>();

/** What `set -x` shows before a command runs. */
export async function trace(shell: Shell, text: string): Promise<void> {
  if (!shell.option('xtrace') || tracing.has(shell)) return;
  tracing.add(shell);
  const prefix = await expandText(shell, shell.value('PS4') ?? '+ ').finally(() => tracing.delete(shell));
  const depth = shell.substitutions + shell.sourceDepth;
  await shell.write(2, `${prefix.slice(0, 1).repeat(depth)}${prefix}${text}\n`);
}

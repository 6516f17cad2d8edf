import type { Shell } from '../state/shell.ts';

/** What `set -x` shows before a command runs. */
export async function trace(shell: Shell, text: string): Promise<void> {
  if (!shell.option('xtrace')) return;
  const prefix = shell.value('PS4') ?? '+ ';
  const depth = shell.substitutions + shell.sourceDepth;
  await shell.write(2, `${prefix.slice(0, 1).repeat(depth)}${prefix}${text}\n`);
}

import type { Shell } from './state/shell.ts';

const LONGEST = 1000;

/** Where a shell keeps what was typed; dash does not keep it. */
function historyFile(shell: Shell): string | undefined {
  if (shell.flavour === 'dash') return undefined;
  return shell.value('HISTFILE') ?? `${shell.home()}/.${shell.flavour}_history`;
}

/** Appends the new lines to the history file, or writes all of them. */
export function saveHistory(shell: Shell, all: boolean, file?: string): void {
  const name = file ?? historyFile(shell);
  if (name === undefined) return;
  const path = shell.absolute(name);
  const lines = all ? shell.history : shell.history.slice(shell.historySaved);
  shell.historySaved = shell.history.length;
  if (lines.length === 0 && !all) return;
  const text = lines.map((line) => `${line}\n`).join('');
  try {
    const isNew = !shell.files.exists(path);
    if (all) shell.files.write(path, text, 0o600);
    else if (isNew) shell.files.write(path, text, 0o600);
    else shell.files.append(path, text);
  } catch {
    // As bash: a history that cannot be written is not worth a message at every prompt.
  }
}

export function loadHistory(shell: Shell, file?: string): void {
  const name = file ?? historyFile(shell);
  if (name === undefined) return;
  const path = shell.absolute(name);
  try {
    const lines = shell.files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '');
    shell.history.push(...lines.slice(-LONGEST));
  } catch {
    return;
  }
  shell.historySaved = shell.history.length;
}

/** Adds a typed line, as HISTCONTROL and HISTIGNORE allow. */
export function remember(shell: Shell, line: string): void {
  if (line.trim() === '') return;
  const control = (shell.value('HISTCONTROL') ?? '').split(':');
  const both = control.includes('ignoreboth');
  if ((both || control.includes('ignorespace')) && line.startsWith(' ')) return;
  if ((both || control.includes('ignoredups')) && shell.history.at(-1) === line) return;
  if (control.includes('erasedups')) {
    const kept = shell.history.filter((other) => other !== line);
    shell.history.splice(0, shell.history.length, ...kept);
    shell.historySaved = Math.min(shell.historySaved, kept.length);
  }
  shell.history.push(line);
  const most = Number(shell.value('HISTSIZE') || LONGEST);
  const excess = shell.history.length - most;
  if (excess > 0 && most >= 0) {
    shell.history.splice(0, excess);
    shell.historySaved = Math.max(0, shell.historySaved - excess);
  }
}

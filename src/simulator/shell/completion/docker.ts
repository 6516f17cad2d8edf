import { nullDevice } from '../io/files.ts';
import { launch } from '../process/launch.ts';
import { findCommand } from '../process/lookup.ts';
import { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import type { Completion } from '../tty/completer.ts';

/** What `__complete` says besides its candidates (cobra's ShellCompDirective). */
const NO_SPACE = 2;
const NO_FILES = 4;
const DIRECTORIES = 16;

/**
 * Asks docker itself what could follow, through the hidden `__complete` command, as the completion script that Docker
 * ships does.
 */
export async function completeDocker(
  shell: Shell,
  words: string[],
  start: number,
): Promise<Completion | 'files' | 'directories'> {
  const word = words.at(-1)!;
  const { lines, directive } = await ask(shell, words);
  // What is asked for in `--flag=value` is the value alone.
  const flag = /^--?[^=]+=/.exec(word)?.[0] ?? '';
  const candidates = lines
    .map((line) => flag + line.split('\t')[0]!)
    .filter((text) => text.startsWith(word) && text !== flag);
  if (candidates.length === 0 && !(directive & NO_FILES) && flag === '') {
    return directive & DIRECTORIES ? 'directories' : 'files';
  }
  const sorted = [...new Set(candidates)].sort();
  return { start, candidates: sorted, suffix: directive & NO_SPACE ? '' : ' ' };
}

async function ask(shell: Shell, words: string[]): Promise<{ lines: string[]; directive: number }> {
  const found = findCommand(shell, 'docker');
  if ('problem' in found) return { lines: [], directive: 0 };
  let text = '';
  const decoder = new TextDecoder();
  const ended = await launch(
    { host: shell.host, files: shell.files, user: shell.user, parent: shell.pid, group: new Group() },
    found.path,
    {
      argv: ['docker', '__complete', ...words],
      env: shell.variables.environment(),
      cwd: shell.cwd,
      stdin: nullDevice(),
      stdout: {
        isTTY: false,
        write: async (data) => {
          text += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
        },
      },
      stderr: nullDevice(),
    },
  );
  const lines = text.split('\n').filter((line) => line !== '');
  const last = /^:(\d+)$/.exec(lines.at(-1) ?? '');
  if (ended.status !== 0 || !last) return { lines: [], directive: 0 };
  return {
    lines: lines.slice(0, -1).filter((line) => !line.startsWith('_activeHelp_')),
    directive: Number(last[1]),
  };
}

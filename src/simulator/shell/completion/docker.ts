import { nullDevice } from '../io/files.ts';
import { launch } from '../process/launch.ts';
import { findCommand } from '../process/lookup.ts';
import { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import type { Completion } from '../tty/editor.ts';

/** What `__complete` says besides its candidates (cobra's ShellCompDirective). */
const ERROR = 1;
const NO_SPACE = 2;
const NO_FILES = 4;

/** Verbs whose arguments are images, for an engine that is asked directly. */
const TAKES_IMAGES = /^(?:image )?(?:push|tag|rmi|rm|run|create|history|inspect|save|scout)$/;

/**
 * Asks docker itself what could follow, through the hidden `__complete` command, as the completion script that Docker
 * ships does. `undefined` when file names are wanted.
 */
export async function completeDocker(
  shell: Shell,
  words: string[],
  start: number,
): Promise<Completion | undefined> {
  const word = words.at(-1)!;
  const { lines, directive } = await ask(shell, words);
  const candidates = lines
    .map((line) => line.split('\t')[0]!)
    .filter((text) => text.startsWith(word) && text !== '');
  if (candidates.length > 0) {
    return { start, candidates: [...new Set(candidates)], suffix: directive & NO_SPACE ? '' : ' ' };
  }
  const verb = words.slice(0, -1).filter((one) => !one.startsWith('-'));
  if (
    !word.startsWith('-') &&
    (TAKES_IMAGES.test(verb[0] ?? '') || TAKES_IMAGES.test(verb.slice(0, 2).join(' ')))
  ) {
    const images = (await imageNames(shell)).filter((name) => name.startsWith(word));
    if (images.length > 0) return { start, candidates: images, suffix: ' ' };
  }
  return directive & NO_FILES && !(directive & ERROR) ? { start, candidates: [], suffix: '' } : undefined;
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

/** The names of the images that the machine's engine holds. */
async function imageNames(shell: Shell): Promise<string[]> {
  const engine = shell.host.socket('/var/run/docker.sock');
  if (!engine) return [];
  try {
    const response = await engine(new Request('http://docker/images/json'));
    const images = (await response.json()) as { RepoTags?: string[] | null }[];
    return images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((name) => !name.includes('<none>'))
      .sort();
  } catch {
    return [];
  }
}

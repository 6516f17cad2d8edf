import type { CommandExpansionPart, ProcessSubstitutionPart, Statement } from 'unbash';
import { Pipe } from '../../common/pipe.ts';
import { decodeText } from '../../common/raw-bytes.ts';
import { openRedirectFile } from '../evaluate/redirect.ts';
import { readAll, runStatements } from '../evaluate/run.ts';
import { subshell } from '../evaluate/subshell.ts';
import { OpenFile } from '../io/open-file.ts';
import type { Shell } from '../state/shell.ts';
import { expandString } from './word.ts';

/** `$(…)`: what the commands printed, without the newlines at its end. */
export async function substituteCommand(shell: Shell, part: CommandExpansionPart): Promise<string> {
  const script = part.script;
  if (!script) return '';
  const text = await fileOnly(shell, script.commands);
  if (text !== undefined) return trim(text);
  const pipe = new Pipe();
  const child = shell.fork();
  child.descriptors.get(1)?.release();
  child.descriptors.set(1, new OpenFile({ output: pipe.output, close: () => pipe.closeWriter() }));
  child.substitutions++;
  if (script.source !== undefined) child.unit = { source: script.source, firstLine: shell.line };
  if (!shell.shopts.has('inherit_errexit')) child.options.delete('errexit');
  const running = subshell(child, () => runStatements(child, script.commands));
  const bytes = await readAll(pipe.input, shell.group.signal);
  shell.status = await running;
  shell.substituted = true;
  return trim(decodeText(bytes));
}

const trim = (text: string): string => text.replaceAll('\0', '').replace(/\n+$/, '');

/** `$(<file)`. */
async function fileOnly(shell: Shell, commands: readonly Statement[]): Promise<string | undefined> {
  const command = commands.length === 1 ? commands[0]!.command : undefined;
  if (command?.type !== 'Command' || command.name || command.prefix.length !== 1) return undefined;
  const redirect = command.prefix[0]!;
  if (redirect.type !== 'Redirect' || redirect.operator !== '<' || redirect.descriptor || !redirect.target) {
    return undefined;
  }
  const file = await openRedirectFile(shell, await expandString(shell, redirect.target), 'read');
  const bytes = await readAll(file, shell.group.signal);
  file.release();
  return decodeText(bytes);
}

/** `<(…)` and `>(…)`: a path that stands for a pipe, as long as the command runs. */
export async function substituteProcess(shell: Shell, part: ProcessSubstitutionPart): Promise<string> {
  const commands = part.script?.commands ?? [];
  const fd = 63 - shell.processFiles.length;
  const path = `/dev/fd/${fd}`;
  const files = shell.host.files;
  files.mkdir('/dev/fd', { parents: true });
  if (part.operator === '<') {
    const pipe = new Pipe();
    const child = shell.fork();
    child.descriptors.get(1)?.release();
    child.descriptors.set(1, new OpenFile({ output: pipe.output, close: () => pipe.closeWriter() }));
    const running = subshell(child, () => runStatements(child, commands));
    files.write(path, await readAll(pipe.input, shell.group.signal), 0o644);
    shell.lastBackground = child.pid;
    await running;
    shell.processFiles.push({ path });
  } else {
    files.write(path, '', 0o666);
    shell.processFiles.push({
      path,
      consume: async (bytes) => {
        const child = shell.fork();
        child.descriptors.get(0)?.release();
        let rest: Uint8Array | undefined = bytes;
        const input = {
          isTTY: false,
          read: async () => {
            const chunk = rest;
            rest = undefined;
            return chunk;
          },
        };
        child.descriptors.set(0, new OpenFile({ input }));
        await subshell(child, () => runStatements(child, commands));
      },
    });
  }
  return path;
}

/** Ends the process substitutions of a command: readers get what was written, paths vanish. */
export async function finishProcessFiles(shell: Shell, from: number): Promise<void> {
  for (const { path, consume } of shell.processFiles.splice(from)) {
    const bytes = shell.host.files.read(path);
    shell.host.files.remove(path);
    if (consume) await consume(bytes);
  }
}

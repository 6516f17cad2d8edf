import type { Process } from '../../common/process.ts';
import { COMMANDS, PREVIEWS } from './commands.ts';
import { AzFailure } from './errors.ts';
import { helpOf } from './help.ts';
import { render } from './output.ts';
import { findCommand, readOptions } from './parser.ts';
import { versionText } from './version.ts';

/** The Azure CLI: what of it concerns registries. */
export async function az(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  if (args[0] === '--version' || args[0] === '-v') {
    await process.stdout.write(versionText(process));
    return 0;
  }
  const help =
    args.some((arg) => arg === '--help' || arg === '-h') || args.length === 0 || args[0] === 'help';
  if (help) {
    const at = args.findIndex((arg) => arg.startsWith('-'));
    const text = helpOf(args[0] === 'help' ? [] : args.slice(0, at === -1 ? undefined : at));
    if (text !== undefined) {
      await process.stdout.write(text);
      return 0;
    }
  }
  try {
    await run(process, args);
    return 0;
  } catch (error) {
    if (!(error instanceof AzFailure)) throw error;
    await process.stderr.write(`ERROR: ${error.message}\n${error.advice}`);
    return error.status;
  }
}

async function run(process: Process, args: readonly string[]): Promise<void> {
  const { name, rest } = findCommand(args);
  const command = COMMANDS[name]!;
  const options = readOptions(name, command, rest);
  await cutSuffix(process, name, options);
  const preview = PREVIEWS.find((group) => name.startsWith(`${group} `));
  if (preview !== undefined && !options.has('only-show-errors')) {
    await process.stderr.write(
      `WARNING: Command group '${preview}' is in preview and under development. Reference and support levels: https://aka.ms/CLI_refstatus\n`,
    );
  }
  const result = await command.run(process, options);
  if (result === undefined) return;
  await process.stdout.write(render(result, options.get('output') ?? 'json', options.get('query')));
}

const SUFFIX = '.azurecr.io';

/** A registry may also be named by its host. */
async function cutSuffix(process: Process, command: string, options: Map<string, string>): Promise<void> {
  for (const option of command.startsWith('acr manifest') ? ['registry'] : ['name', 'registry']) {
    const at = options.get(option)?.indexOf(SUFFIX) ?? -1;
    if (at <= 0) continue;
    options.set(option, options.get(option)!.slice(0, at));
    await process.stderr.write(
      `WARNING: The login server endpoint suffix '${SUFFIX}' is automatically omitted.\n`,
    );
  }
}

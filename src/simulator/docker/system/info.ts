import { INDEX_SERVER } from '../config/auth.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { ConnectionError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { INSPECT_FORMAT } from '../inspect/inspector.ts';
import { parseTemplate, type Template, TemplateError } from '../render/template/index.ts';
import { GoValue, struct } from '../render/template/types.ts';
import { clientVersion } from './client.ts';
import { clientText, type ServerInfo, serverText } from './info-text.ts';
import { CLIENT_FIELDS, INFO } from './info-type.ts';
import { installedPlugins } from './plugins.ts';

/** `docker info` */
export const info: Command = {
  paths: ['system info', 'info'],
  short: 'Show how the engine is set up and what it holds',
  usage: '[OPTIONS]',
  common: 12,
  args: noArgs,
  flags: [INSPECT_FORMAT],
  run: async (invocation) => {
    const { flags } = invocation;
    const client = {
      Debug: invocation.globals.debug,
      ...clientVersion(invocation),
      Plugins: installedPlugins(invocation.process),
      Warnings: null,
    };
    const format = flags.string('format');
    const template = format === '' ? undefined : parseLater(format);
    const server = needsServer(format, template, client) ? await askServer(invocation) : {};
    if (format === '') await describe(invocation, client, server);
    else await renderFormat(invocation, template!, client, server);
    return 0;
  },
};

type Parsed = { template: Template } | { error: CommandError };

/** A template that cannot be parsed is told only after the engine was asked. */
function parseLater(format: string): Parsed {
  try {
    return { template: parseTemplate(format === 'json' ? '{{json .}}' : format) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { error: new CommandError(`template parsing error: ${error.message}`, 64) };
  }
}

const CLIENT_ONLY = struct('system.sparseInfo', CLIENT_FIELDS);

/** Whether a format shows anything that the engine must be asked for. */
function needsServer(format: string, parsed: Parsed | undefined, client: object): boolean {
  if (['', 'json', '{{json .}}'].includes(format) || !/\.[a-zA-Z]/.test(format)) return true;
  if (!parsed || 'error' in parsed) return true;
  try {
    parsed.template.execute(new GoValue(CLIENT_ONLY, { ClientInfo: client }));
    return false;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return true;
  }
}

interface Asked {
  info?: ServerInfo;
  /** The engine does not answer. */
  unreachable?: CommandError;
  /** The engine answers with a refusal. */
  refusal?: string;
}

async function askServer({ engine }: Invocation): Promise<Asked> {
  try {
    return { info: await engine.json<ServerInfo>('GET', '/info') };
  } catch (error) {
    if (error instanceof ConnectionError) return { unreachable: error };
    if (!(error instanceof CommandError)) throw error;
    return { refusal: error.message };
  }
}

async function describe(
  invocation: Invocation,
  client: Parameters<typeof clientText>[0],
  { info: server, unreachable, refusal }: Asked,
): Promise<void> {
  const { print, warn, config } = invocation;
  await print(`Client:\n${clientText(client)}\nServer:\n`);
  if (server) {
    const user = config.auths.get(INDEX_SERVER)?.username ?? '';
    await print(`${serverText(server, user, invocation.globals.debug)}\n`);
    for (const warning of server.Warnings ?? []) await warn(`${warning}\n`);
  }
  if (refusal !== undefined) {
    await warn(`ERROR: ${refusal}\n`);
    throw new CommandError('errors pretty printing info');
  }
  if (unreachable) throw unreachable;
}

async function renderFormat(
  { print, warn }: Invocation,
  parsed: Parsed,
  client: object,
  { info: server, unreachable, refusal }: Asked,
): Promise<void> {
  if (refusal !== undefined) await warn(`${refusal}\n`);
  const failures = unreachable ? [unreachable] : [];
  if ('error' in parsed) failures.push(parsed.error);
  else {
    const data = { ...server, ...(refusal ? { ServerErrors: [refusal] } : {}), ClientInfo: client };
    let text = '';
    const write = (written: string): void => {
      text = written;
    };
    try {
      parsed.template.execute(new GoValue(INFO, data), { write });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      failures.push(new CommandError(error.message));
    }
    await print(`${text}\n`);
  }
  if (failures.length === 0) return;
  const message = failures.map(({ message }) => message).join('\n');
  throw new CommandError(message, failures.length === 1 ? failures[0]!.exitCode : 1);
}

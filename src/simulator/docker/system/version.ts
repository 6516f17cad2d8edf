import { alignColumns } from '../../common/tabwriter.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { INSPECT_FORMAT } from '../inspect/inspector.ts';
import { parseTemplate, type Template, TemplateError } from '../render/template/index.ts';
import { BOOL, GoValue, pointer, STRING, STRING_MAP, slice, struct } from '../render/template/types.ts';
import { CLIENT_VERSION, type ClientVersion, clientVersion } from './client.ts';

const EMPTY = { omit: 'empty' } as const;

const SERVER = struct('types.Version', {
  Platform: struct('struct { Name string }', { Name: STRING }),
  Components: [
    slice(struct('types.ComponentVersion', { Name: STRING, Version: STRING, Details: [STRING_MAP, EMPTY] })),
    EMPTY,
  ],
  Version: STRING,
  APIVersion: [STRING, { json: 'ApiVersion' }],
  MinAPIVersion: [STRING, EMPTY],
  GitCommit: STRING,
  GoVersion: STRING,
  Os: STRING,
  Arch: STRING,
  KernelVersion: [STRING, EMPTY],
  Experimental: [BOOL, EMPTY],
  BuildTime: [STRING, EMPTY],
});

const VERSIONS = struct('system.versionInfo', { Client: CLIENT_VERSION, Server: pointer(SERVER) });

interface Component {
  Name: string;
  Version: string;
  Details?: Record<string, string> | null;
}

interface ServerVersion {
  Platform?: { Name: string };
  Components?: Component[] | null;
  Version: string;
  ApiVersion: string;
  MinAPIVersion?: string;
  GitCommit: string;
  GoVersion: string;
  Os: string;
  Arch: string;
  Experimental?: boolean;
  BuildTime?: string;
}

/** `docker version` */
export const version: Command = {
  paths: ['version'],
  short: 'Show the versions of the CLI and of the engine',
  usage: '[OPTIONS]',
  common: 10,
  args: noArgs,
  flags: [INSPECT_FORMAT],
  run: async (invocation) => {
    const { engine, flags, print } = invocation;
    const template = versionTemplate(flags.string('format'));
    const client = { ...clientVersion(invocation), ApiVersion: await engine.apiVersion() };
    let server: ServerVersion | undefined;
    let failure: CommandError | undefined;
    try {
      server = withEngine(await engine.json<ServerVersion>('GET', '/version'));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failure = error;
    }
    let text = '';
    try {
      text = template
        ? template.execute(new GoValue(VERSIONS, { Client: client, Server: server ?? null }), {
            write: (written) => {
              text = written;
            },
          })
        : describe(client, server);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      failure ??= new CommandError(error.message);
    }
    await print(alignColumns(`${text}\n`, { minWidth: 20, padding: 1 }));
    if (failure) throw failure;
    return 0;
  },
};

function versionTemplate(format: string): Template | undefined {
  if (format === '') return undefined;
  try {
    return parseTemplate(format === 'json' ? '{{json .}}' : format, 'version');
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`template parsing error: ${error.message}`, 64);
  }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A time in RFC 3339 as C's asctime writes it; anything else as it is. */
function reformatDate(text: string): string {
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(date.getTime())) return text;
  const day = String(date.getUTCDate()).padStart(2);
  const time = date.toISOString().slice(11, 19);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${time} ${date.getUTCFullYear()}`;
}

/** The engine itself always counts among the components. */
function withEngine(server: ServerVersion): ServerVersion {
  const components = server.Components ?? [];
  const engine = components.find(({ Name }) => Name === 'Engine');
  if (engine) {
    const built = engine.Details?.BuildTime;
    if (built !== undefined) engine.Details = { ...engine.Details, BuildTime: reformatDate(built) };
    return server;
  }
  const own: Component = {
    Name: 'Engine',
    Version: server.Version,
    Details: {
      ApiVersion: server.ApiVersion,
      MinAPIVersion: server.MinAPIVersion ?? '',
      GitCommit: server.GitCommit,
      GoVersion: server.GoVersion,
      Os: server.Os,
      Arch: server.Arch,
      BuildTime: reformatDate(server.BuildTime ?? ''),
      Experimental: String(server.Experimental ?? false),
    },
  };
  return { ...server, Components: [...components, own] };
}

function describe(client: ClientVersion, server: ServerVersion | undefined): string {
  const { ApiVersion = '', DefaultAPIVersion } = client;
  const downgraded = ApiVersion === DefaultAPIVersion ? '' : ` (downgraded from ${DefaultAPIVersion})`;
  const lines = [
    'Client:',
    ` Version:\t${client.Version}`,
    ` API version:\t${ApiVersion}${downgraded}`,
    ` Go version:\t${client.GoVersion}`,
    ` Git commit:\t${client.GitCommit}`,
    ` Built:\t${client.BuildTime}`,
    ` OS/Arch:\t${client.Os}/${client.Arch}`,
    ` Context:\t${client.Context}`,
  ];
  if (server) {
    const name = server.Platform?.Name ?? '';
    lines.push(
      '',
      `Server:${name === '' ? '' : ` ${name}`}`,
      ...(server.Components ?? []).flatMap(describeComponent),
    );
  }
  return lines.join('\n');
}

function describeComponent({ Name, Version, Details }: Component): string[] {
  const details = Details ?? {};
  const detail = (name: string): string => details[name] ?? '';
  if (Name !== 'Engine') {
    const rest = Object.keys(details)
      .sort()
      .map((name) => `  ${name}:\t${detail(name)}`);
    return [` ${Name}:`, `  Version:\t${Version}`, ...rest];
  }
  return [
    ' Engine:',
    `  Version:\t${Version}`,
    `  API version:\t${detail('ApiVersion')} (minimum version ${detail('MinAPIVersion')})`,
    `  Go version:\t${detail('GoVersion')}`,
    `  Git commit:\t${detail('GitCommit')}`,
    `  Built:\t${detail('BuildTime')}`,
    `  OS/Arch:\t${detail('Os')}/${detail('Arch')}`,
    `  Experimental:\t${detail('Experimental')}`,
  ];
}

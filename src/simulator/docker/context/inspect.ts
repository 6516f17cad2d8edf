import type { Command } from '../framework/command.ts';
import { engineAddress } from '../framework/endpoint.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { INSPECT_FORMAT, type Inspected, inspectAll } from '../inspect/inspector.ts';
import { BOOL, type GoType, mapOf, STRING, STRINGS, struct } from '../render/template/types.ts';
import { contextDirectory, currentContext, readContext } from './store.ts';

const ENDPOINT = struct('docker.EndpointMeta', { Host: [STRING, { omit: 'empty' }], SkipTLSVerify: BOOL });
const CONTEXT: GoType = struct('context.contextWithTLSListing', {
  Name: STRING,
  Metadata: struct('command.DockerContext', { Description: [STRING, { omit: 'empty' }] }),
  Endpoints: mapOf(STRING, ENDPOINT),
  TLSMaterial: mapOf(STRING, STRINGS),
  Storage: struct('store.StorageInfo', { MetadataPath: STRING, TLSPath: STRING }),
});
const IN_MEMORY = '\\u003cIN MEMORY\\u003e';

/** `docker context inspect` */
export const inspect: Command = {
  paths: ['context inspect'],
  short: 'Show all there is to know of one context or several',
  usage: '[OPTIONS] [CONTEXT] [CONTEXT...]',
  flags: [INSPECT_FORMAT],
  run: async (invocation) => {
    const { args, flags, process, globals, config } = invocation;
    const names = args.length > 0 ? args : [currentContext(process, globals, config)];
    return inspectAll(invocation, names, flags.string('format'), async (name) =>
      inspectContext(invocation, name),
    );
  },
};

function inspectContext({ process, globals, config }: Invocation, name: string): Inspected {
  if (name === 'default') {
    const host = engineAddress(process, { ...globals, context: 'default' }, config);
    return described(
      { Name: name, Metadata: {}, Endpoints: { docker: { Host: host } } },
      IN_MEMORY,
      IN_MEMORY,
    );
  }
  try {
    const directory = contextDirectory(globals, name);
    return described(readContext(process, globals, name), directory, directory.replace('/meta/', '/tls/'));
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function described(
  context: ReturnType<typeof readContext>,
  metadataPath: string,
  tlsPath: string,
): Inspected {
  const { Name, Metadata, Endpoints } = context;
  const docker = { Host: Endpoints.docker?.Host, SkipTLSVerify: Endpoints.docker?.SkipTLSVerify ?? false };
  const head = JSON.stringify({ Name, Metadata, Endpoints: { docker }, TLSMaterial: {} });
  const storage = `{"MetadataPath":"${metadataPath}","TLSPath":"${tlsPath}"}`;
  return { raw: `${head.slice(0, -1)},"Storage":${storage}}`, type: CONTEXT, typedOnly: true };
}

import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { writeLocalFile } from '../framework/local-file.ts';
import { contentTrustUnsupported } from '../image/content-trust.ts';
import { displayJsonMessages, type JsonMessage } from '../render/json-messages.ts';
import { humanSize } from '../render/size.ts';
import { BUILD_FLAGS } from './build-flags.ts';
import { legacyNotice, usesBuildx } from './choice.ts';
import { allCredentials } from './credentials.ts';
import { findContext } from './find-context.ts';
import { buildArgs, labels } from './key-values.ts';

/** `docker build`, by the engine's old builder; with the plugin buildx it is `docker buildx build`. */
export const build: Command = {
  paths: ['image build', 'build', 'builder build'],
  short: 'Build an image from a Dockerfile',
  aliases: 'docker image build, docker build, docker builder build',
  usage: '[OPTIONS] PATH | URL | -',
  common: 4,
  args: exactArgs(1),
  flags: BUILD_FLAGS,
  redirect: (process) => (usesBuildx(process) ? 'buildx build' : undefined),
  preface: legacyNotice,
  run: async (invocation) => {
    const { flags: given, args, process, engine } = invocation;
    if (!given.bool('disable-content-trust')) throw contentTrustUnsupported();
    const source = await findContext(invocation, args[0]!, given.string('file'));
    const quiet = given.bool('quiet');
    const size = humanSize(source.archive.length).padStart(8);
    const progress = `Sending build context to Docker daemon ${size}\r\r\n`;
    if (!quiet) await invocation.print(progress);
    const response = await engine.request('POST', '/build', {
      query: query(invocation, source.dockerfile),
      headers: { 'X-Registry-Config': await allCredentials(invocation) },
      body: source.archive,
    });
    let id = '';
    let shown = '';
    const failure = { code: 0 };
    // A failing step's exit status becomes that of the build.
    async function* messages(body: typeof response.body): AsyncGenerator<JsonMessage> {
      for await (const value of jsonValues(body)) {
        const message = value as JsonMessage;
        failure.code = message.errorDetail?.code ?? 0;
        yield message;
      }
    }
    const output = {
      isTTY: false,
      write: async (data: Uint8Array | string) => {
        const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
        shown += quiet ? text : '';
        if (!quiet) await process.stdout.write(text);
      },
    };
    try {
      await displayJsonMessages(messages(response.body), {
        output,
        tty: undefined,
        now: () => process.host.clock.now(),
        onAux: ({ aux }) => {
          id = (aux as { ID?: string }).ID ?? id;
        },
      });
    } catch (error) {
      // Quiet builds tell all that happened when they fail.
      if (quiet) await invocation.warn(progress + shown);
      if (error instanceof CommandError && failure.code !== 0) {
        throw new CommandError(error.message, failure.code);
      }
      throw error;
    }
    if (quiet) {
      await invocation.print(shown);
      id = shown.trim();
    }
    const file = given.string('iidfile');
    if (file !== '') writeLocalFile(process, file, new TextEncoder().encode(id));
    return 0;
  },
};

function query(
  { flags: given, process }: Invocation,
  dockerfile: string,
): Record<string, string | boolean | readonly string[] | undefined> {
  const number = (name: string): string | undefined =>
    given.changed(name) && given.string(name) !== '0' ? given.string(name) : undefined;
  const all = (name: string): readonly string[] | undefined =>
    given.list(name).length > 0 ? given.list(name) : undefined;
  return {
    buildargs: JSON.stringify(buildArgs(process, given.list('build-arg'), null)),
    cachefrom: JSON.stringify(given.list('cache-from')),
    cgroupparent: given.string('cgroup-parent'),
    cpuperiod: number('cpu-period') ?? '0',
    cpuquota: number('cpu-quota') ?? '0',
    cpusetcpus: given.string('cpuset-cpus'),
    cpusetmems: given.string('cpuset-mems'),
    cpushares: number('cpu-shares') ?? '0',
    dockerfile,
    extrahosts: all('add-host'),
    forcerm: given.bool('force-rm') ? '1' : undefined,
    labels: JSON.stringify(labels(given.list('label'))),
    memory: number('memory') ?? '0',
    memswap: number('memory-swap') ?? '0',
    networkmode: given.string('network'),
    nocache: given.bool('no-cache') ? '1' : undefined,
    platform: given.string('platform').toLowerCase() || undefined,
    pull: given.bool('pull') ? '1' : undefined,
    q: given.bool('quiet') ? '1' : undefined,
    rm: given.bool('rm') ? '1' : '0',
    isolation: given.string('isolation') || undefined,
    securityopt: all('security-opt'),
    shmsize: number('shm-size') ?? '0',
    t: all('tag'),
    target: given.string('target'),
    ulimits: 'null',
    version: '1',
  };
}

import { parseReference, referenceString } from '../../common/reference.ts';
import { allCredentials, base64Url } from '../builder/credentials.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { noteActivity, requireBuilder } from './builders.ts';
import { cacheReferences, missingLocalCaches, parseCacheEntries } from './cache-entries.ts';
import { printAnswer, readCall } from './call.ts';
import { checkFlags, readAttestations, readHosts, refuseUnsupported } from './checks.ts';
import { ProgressPrinter, progressMode } from './display.ts';
import { writeExport } from './export.ts';
import { BUILD_FLAGS } from './flags.ts';
import { type Inputs, loadInputs } from './inputs.ts';
import { LocalVertex } from './local-vertex.ts';
import { wantsProvenance, writeMetadata } from './metadata.ts';
import {
  checkDestination,
  checkNetwork,
  checkSsh,
  checkTags,
  chooseOutput,
  ignoredOptions,
  keyValues,
  type Output,
  onePlatform,
  platformsOf,
  readSecrets,
} from './options.ts';
import { decodeStatus } from './progress/decode.ts';
import type { SourceExcerpt } from './progress/status.ts';
import { pushImage } from './push.ts';
import { excerpt } from './source-excerpt.ts';

/** What a build came to. */
export interface BuildResult {
  imageId: string;
  /** Results of a request such as `lint`. */
  answers: Record<string, string>;
  /** An archive of the files, for outputs that are files. */
  archive: Uint8Array | undefined;
  /** What the build was made of, when that was asked for. */
  provenance: object | undefined;
}

/** `docker buildx build`, which `docker build` leads to. */
export const build: Command = {
  paths: ['buildx build'],
  synonyms: ['buildx b'],
  short: 'Start a build',
  aliases: 'docker build, docker builder build, docker image build, docker buildx b',
  usage: '[OPTIONS] PATH | URL | -',
  plugin: true,
  args: exactArgs(1),
  flags: BUILD_FLAGS,
  run: async (invocation) => {
    const { flags, process, globals } = invocation;
    for (const warning of ignoredOptions(flags)) await invocation.warn(`WARNING: ${warning}\n`);
    const args = keyValues(process, flags.list('build-arg'), true);
    const labels = keyValues(process, flags.list('label'), false);
    const hasAttestations = readAttestations(flags);
    const output = chooseOutput(flags);
    checkDestination(process, output);
    const cacheFrom = parseCacheEntries(process, flags.list('cache-from'));
    const cacheTo = parseCacheEntries(process, flags.list('cache-to'));
    const secrets = readSecrets(process, flags.list('secret'));
    checkSsh(process, flags.list('ssh'));
    const call = readCall(invocation);
    checkFlags(process, flags);
    const builder = requireBuilder(invocation, flags.string('builder'));
    const mode = progressMode(flags.string('progress'), flags.bool('quiet'));
    const printer = new ProgressPrinter(process, mode, globals.debug || flags.bool('debug'));
    noteActivity(invocation, builder);
    let result: BuildResult;
    let inputs: Inputs;
    let warnings: string[] = [];
    try {
      const platforms = platformsOf(process, flags);
      refuseUnsupported(cacheTo, hasAttestations);
      checkTags(flags.list('tag'));
      if (output.attributes.push && flags.list('tag').length === 0 && !output.attributes.name) {
        throw new CommandError('tag is needed when pushing to registry');
      }
      inputs = await loadInputs(invocation, invocation.args[0]!, flags.string('file'));
      const platform = onePlatform(platforms);
      const caches = cacheReferences(cacheFrom);
      checkNetwork(flags.string('network'));
      const hosts = readHosts(flags.list('add-host'));
      const query = { args, labels, output, request: call?.name, platform, caches, hosts };
      warnings = missingLocalCaches(process, cacheFrom);
      result = await runBuild(invocation, printer, { inputs, secrets, query });
      if (output.attributes.push) {
        for (const name of namesOf(invocation, output)) await pushImage(invocation, printer, name);
      }
      if (result.provenance) {
        const vertex = new LocalVertex(process, printer, 'resolving provenance for metadata file');
        await vertex.start();
        await vertex.complete();
      }
    } finally {
      await printer.close();
      for (const warning of warnings) await invocation.warn(`WARNING: ${warning}\n`);
    }
    if (mode === 'quiet') await invocation.print(`${result.imageId}\n`);
    await writeExport(invocation, output, result.archive);
    await writeMetadata(invocation, result, namesOf(invocation, output));
    return call ? printAnswer(invocation, call, result.answers, inputs.shownName) : 0;
  },
};

function namesOf({ flags }: Invocation, { attributes }: Output): string[] {
  const tags = flags.list('tag');
  return tags.length > 0 ? [...tags] : attributes.name ? attributes.name.split(',') : [];
}

interface BuildRequest {
  inputs: Inputs;
  secrets: Record<string, string>;
  query: {
    args: Record<string, string>;
    labels: Record<string, string>;
    output: Output;
    request: string | undefined;
    platform: string;
    caches: string[];
    hosts: string[];
  };
}

async function runBuild(
  invocation: Invocation,
  printer: ProgressPrinter,
  { inputs, secrets, query }: BuildRequest,
): Promise<BuildResult> {
  const { flags, engine } = invocation;
  const { output } = query;
  const all = (name: string): readonly string[] | undefined =>
    flags.list(name).length > 0 ? flags.list(name) : undefined;
  const tags = namesOf(invocation, output);
  const isImage = output.type === 'image' || output.type === 'docker';
  const response = await engine.request('POST', '/build', {
    query: {
      version: '2',
      dockerfile: inputs.dockerfile,
      t: isImage && tags.length > 0 ? tags.map((tag) => referenceAsGiven(tag)) : undefined,
      buildargs: JSON.stringify(query.args),
      labels: JSON.stringify(query.labels),
      target: flags.string('target') || undefined,
      platform: query.platform || undefined,
      nocache: flags.bool('no-cache') ? '1' : undefined,
      nocachefilter: all('no-cache-filter'),
      pull: flags.bool('pull') ? '1' : undefined,
      networkmode: flags.string('network'),
      extrahosts: query.hosts.length > 0 ? query.hosts : undefined,
      cachefrom: query.caches.length > 0 ? JSON.stringify(query.caches) : undefined,
      allow: all('allow'),
      outputs: isImage ? undefined : JSON.stringify([{ Type: output.type, Attrs: output.attributes }]),
      contexts: Object.keys(inputs.contexts).length > 0 ? JSON.stringify(inputs.contexts) : undefined,
      provenance: wantsProvenance(invocation) ? '1' : undefined,
      requestid: query.request === undefined ? undefined : `frontend.${query.request}`,
    },
    headers: {
      'X-Registry-Config': await allCredentials(invocation),
      ...(inputs.sharedKey === '' ? {} : { 'X-Docker-Expose-Session-Sharedkey': inputs.sharedKey }),
      ...(Object.keys(secrets).length > 0
        ? { 'X-Build-Secrets': base64Url(new TextEncoder().encode(JSON.stringify(secrets))) }
        : {}),
    },
    body: inputs.archive,
  });
  return readResult(invocation, printer, response);
}

/** A tag goes to the engine as the user wrote it: without `latest`, which then shows nowhere. */
function referenceAsGiven(tag: string): string {
  return referenceString(parseReference(tag));
}

interface BuildMessage {
  id?: string;
  aux?: unknown;
  error?: string;
  errorDetail?: {
    message?: string;
    sources?: { filename: string; data: string; lines: { start: number; end: number } }[];
  };
}

async function readResult(
  invocation: Invocation,
  printer: ProgressPrinter,
  response: Response,
): Promise<BuildResult> {
  const result: BuildResult = { imageId: '', answers: {}, archive: undefined, provenance: undefined };
  for await (const value of jsonValues(response.body)) {
    const { id, aux, error, errorDetail } = value as BuildMessage;
    if (error !== undefined) {
      await printer.close();
      for (const { filename, data, lines } of errorDetail?.sources ?? []) {
        const source: SourceExcerpt = { filename, data, ranges: [lines] };
        await invocation.warn(excerpt(source));
      }
      throw new CommandError(`failed to solve: ${errorDetail?.message ?? error}`);
    }
    if (id === 'moby.buildkit.trace') await printer.update(decodeStatus(fromBase64(aux as string)));
    else if (id === 'moby.image.id') result.imageId = (aux as { ID: string }).ID;
    else if (id === 'moby.buildkit.result') Object.assign(result.answers, aux as Record<string, string>);
    else if (id === 'moby.buildkit.provenance') result.provenance = aux as object;
    else if (id === 'moby.buildkit.export') result.archive = fromBase64(aux as string);
  }
  return result;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

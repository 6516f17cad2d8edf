import { decodeBase64, encodeBase64Url } from '../../common/base64.ts';
import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { parseReference, referenceString } from '../../common/reference.ts';
import { allCredentials } from '../builder/credentials.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { noteActivity, requireBuilder } from './builders.ts';
import { cacheReferences, missingLocalCaches, parseCacheEntries } from './cache-entries.ts';
import { printAnswer, readCall } from './call.ts';
import { checkFlags, readAttestations, readHosts, refuseUnsupported } from './checks.ts';
import { missingCommit } from './commit-info.ts';
import { ProgressPrinter, progressMode } from './display.ts';
import { writeExports } from './export.ts';
import { BUILD_FLAGS } from './flags.ts';
import { type Inputs, loadInputs } from './inputs.ts';
import { LocalVertex } from './local-vertex.ts';
import { wantsProvenance, writeMetadata } from './metadata.ts';
import {
  checkNetwork,
  checkSsh,
  checkTags,
  ignoredOptions,
  keyValues,
  onePlatform,
  platformsOf,
  readSecrets,
} from './options.ts';
import {
  checkDestinations,
  chooseOutputs,
  isImage,
  isPushed,
  namesOf,
  type Output,
  readOutputs,
} from './outputs.ts';
import { decodeStatus } from './progress/decode.ts';
import type { SourceExcerpt } from './progress/status.ts';
import { pushImage } from './push.ts';
import { excerpt } from './source-excerpt.ts';

/** What a build came to. */
export interface BuildResult {
  imageId: string;
  /** Results of a request such as `lint`. */
  answers: Record<string, string>;
  /** An archive of the files for each output that is files. */
  archives: Uint8Array[];
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
    const { SOURCE_DATE_EPOCH: epoch } = process.env;
    if (epoch) args.SOURCE_DATE_EPOCH ??= epoch;
    const labels = keyValues(process, flags.list('label'), false);
    const hasAttestations = readAttestations(flags);
    const given = readOutputs(flags);
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
    let pushed: string[] = [];
    let names: string[] = [];
    const warnings: string[] = [];
    const close = async (): Promise<void> => {
      await printer.close();
      for (const warning of warnings.splice(0)) await invocation.warn(`WARNING: ${warning}\n`);
    };
    try {
      const platforms = platformsOf(process, flags);
      checkDestinations(process, given);
      refuseUnsupported(cacheTo, hasAttestations);
      checkTags(flags.list('tag'));
      const outputs = chooseOutputs(process, flags, given, call === undefined);
      names = outputs.filter(isImage).flatMap((output) => namesOf(flags, output));
      inputs = await loadInputs(invocation, invocation.args[0]!, flags.string('file'));
      const platform = onePlatform(platforms);
      const caches = cacheReferences(cacheFrom);
      checkNetwork(flags.string('network'));
      const hosts = readHosts(flags.list('add-host'));
      const inlineCache = cacheTo.some(({ type }) => type === 'inline');
      const query = { args, labels, outputs, request: call?.name, platform, caches, hosts, inlineCache };
      warnings.push(
        ...missingCommit(process, invocation.args[0]!),
        ...missingLocalCaches(process, cacheFrom),
      );
      const response = await startBuild(invocation, { inputs, secrets, query });
      result = await readResult(invocation, printer, response, close);
      if (result.provenance) {
        const vertex = new LocalVertex(process, printer, 'resolving provenance for metadata file');
        await vertex.start();
        await vertex.complete();
      }
      pushed = outputs.filter(isPushed).flatMap((output) => namesOf(flags, output));
      for (const name of pushed) await pushImage(invocation, printer, name);
      await writeExports(invocation, outputs, result.archives);
    } finally {
      await close();
    }
    if (mode === 'quiet') await invocation.print(`${result.imageId}\n`);
    await writeMetadata(invocation, result, names, pushed);
    return call ? printAnswer(invocation, call, result.answers, inputs.shownName) : 0;
  },
};

interface BuildRequest {
  inputs: Inputs;
  secrets: Record<string, string>;
  query: {
    args: Record<string, string>;
    labels: Record<string, string>;
    outputs: readonly Output[];
    request: string | undefined;
    platform: string;
    caches: string[];
    hosts: string[];
    inlineCache: boolean;
  };
}

async function startBuild(
  invocation: Invocation,
  { inputs, secrets, query }: BuildRequest,
): Promise<Response> {
  const { flags, engine } = invocation;
  const all = (name: string): readonly string[] | undefined =>
    flags.list(name).length > 0 ? flags.list(name) : undefined;
  const [only] = query.outputs;
  // What every daemon takes: the one image that is built by default.
  const isPlain = query.outputs.length === 1 && only && isImage(only) && !only.attributes.name;
  const tags = isPlain ? flags.list('tag') : [];
  return engine.request('POST', '/build', {
    query: {
      version: '2',
      dockerfile: inputs.dockerfile,
      t: tags.length > 0 ? tags.map((tag) => referenceAsGiven(tag)) : undefined,
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
      outputs: isPlain ? undefined : JSON.stringify(outputsForEngine(flags, query.outputs)),
      inlinecache: query.inlineCache ? '1' : undefined,
      contexts: Object.keys(inputs.contexts).length > 0 ? JSON.stringify(inputs.contexts) : undefined,
      provenance: wantsProvenance(invocation) ? '1' : undefined,
      requestid: query.request === undefined ? undefined : `frontend.${query.request}`,
    },
    headers: {
      'X-Registry-Config': await allCredentials(invocation),
      ...(inputs.sharedKey === '' ? {} : { 'X-Docker-Expose-Session-Sharedkey': inputs.sharedKey }),
      ...(Object.keys(secrets).length > 0
        ? { 'X-Build-Secrets': encodeBase64Url(JSON.stringify(secrets)) }
        : {}),
    },
    body: inputs.archive,
  });
}

function outputsForEngine(flags: FlagSet, outputs: readonly Output[]): object[] {
  if (outputs.length === 0) return [{ Type: 'cacheonly' }];
  return outputs.map((output) => {
    if (!isImage(output)) return { Type: output.type, Attrs: output.attributes };
    const name = flags.list('tag').map(referenceAsGiven).join(',') || output.attributes.name;
    return { Type: 'moby', Attrs: { ...output.attributes, name } };
  });
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

/** @param close ends the display, before the error's place is shown */
async function readResult(
  invocation: Invocation,
  printer: ProgressPrinter,
  response: Response,
  close: () => Promise<void>,
): Promise<BuildResult> {
  const result: BuildResult = { imageId: '', answers: {}, archives: [], provenance: undefined };
  for await (const value of jsonValues(response.body)) {
    const { id, aux, error, errorDetail } = value as BuildMessage;
    if (error !== undefined) {
      await close();
      for (const { filename, data, lines } of errorDetail?.sources ?? []) {
        const source: SourceExcerpt = { filename, data, ranges: [lines] };
        await invocation.warn(excerpt(source));
      }
      throw new CommandError(`failed to solve: ${errorDetail?.message ?? error}`);
    }
    if (id === 'moby.buildkit.trace') await printer.update(decodeStatus(decodeBase64(aux as string)));
    else if (id === 'moby.image.id') result.imageId = (aux as { ID: string }).ID;
    else if (id === 'moby.buildkit.result') Object.assign(result.answers, aux as Record<string, string>);
    else if (id === 'moby.buildkit.provenance') result.provenance = aux as object;
    else if (id === 'moby.buildkit.export') result.archives.push(decodeBase64(aux as string));
  }
  return result;
}

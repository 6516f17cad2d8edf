import type { Context } from 'hono';
import { referenceString } from '../../common/reference.ts';
import { statusLine } from '../../common/registry-errors.ts';
import type { EngineContext } from '../context.ts';
import { decodeAuth } from '../distribution/auth.ts';
import { ProgressOutput } from '../distribution/progress.ts';
import { pullImage, refuseReserved } from '../distribution/pull.ts';
import { send } from '../distribution/transport.ts';
import { invalidParameter } from '../errors.ts';
import { defaultPlatform, type Platform, parsePlatform } from '../platform.ts';
import { jsonStream, type MessageWriter } from '../stream.ts';
import { importImage } from './import.ts';
import { findImage, parseOrRefuse, platformMismatch, repositoryTag } from './names.ts';

/** `POST /images/create`: pulls an image, or imports one from an archive. */
export function createImage(context: EngineContext, c: Context): Promise<Response> {
  const text = c.req.query('platform');
  const platform = text ? parsePlatform(text, context.architecture) : undefined;
  return c.req.query('fromImage') ? pull(context, c, platform) : importFrom(context, c, platform);
}

function pull(context: EngineContext, c: Context, platform: Platform | undefined): Promise<Response> {
  // Some clients leave a colon behind when they pull all tags.
  const name = (c.req.query('fromImage') ?? '').replace(/:$/, '');
  const tag = c.req.query('tag') ?? '';
  let reference = parseOrRefuse(name);
  if (/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-f0-9]{32,}$/i.test(tag))
    reference = { ...reference, tag: undefined, digest: tag };
  else if (tag) {
    if (!/^[\w][\w.-]{0,127}$/.test(tag)) throw invalidParameter('invalid tag format');
    reference = { ...reference, tag };
  }
  refuseReserved(name);
  const credentials = decodeAuth(c.req.header('x-registry-auth'));
  return jsonStream(async (write, gone) => {
    const signal = AbortSignal.any([c.req.raw.signal, gone]);
    const progress = new ProgressOutput(write, context.clock);
    await pullImage({ context, reference, credentials, progress, signal, platform });
    if (!platform) return;
    // An image of one platform is pulled whatever platform was asked for.
    const whole = referenceString(reference);
    const mismatch = platformMismatch(context, whole, findImage(context, whole), platform);
    if (mismatch) progress.message(`WARNING: ${mismatch}`);
  });
}

async function importFrom(
  context: EngineContext,
  c: Context,
  platform: Platform | undefined,
): Promise<Response> {
  const source = c.req.query('fromSrc') ?? '';
  const repository = c.req.query('repo') ?? '';
  const reference = repository ? repositoryTag(repository, c.req.query('tag') ?? '') : undefined;
  const message = c.req.query('message') || `Imported from ${source}`;
  const changes = c.req.queries('changes') ?? [];
  const body = source === '-' ? new Uint8Array(await c.req.arrayBuffer()) : undefined;
  return jsonStream(async (write) => {
    const archive = body ?? (await download(context, source, write));
    const options = {
      archive,
      platform: platform ?? defaultPlatform(context.architecture),
      message,
      changes,
    };
    const id = await context.images.layers.keeping(() =>
      importImage(context, { ...options, ...(reference ? { reference } : {}) }),
    );
    write({ status: id });
  });
}

async function download(context: EngineContext, source: string, write: MessageWriter): Promise<Uint8Array> {
  const url = source.includes('://') ? source : `http://${source}`;
  const response = await send(context, 'GET', url);
  if (response.status >= 400) {
    const said = (await response.text()).trim();
    throw new Error(`failed to GET ${url} with status ${statusLine(response.status)}: ${said}`);
  }
  write({ status: `Downloading from ${url}` });
  const bytes = new Uint8Array(await response.arrayBuffer());
  new ProgressOutput(write, context.clock).counter('', 'Importing', bytes.length).add(bytes.length);
  return bytes;
}

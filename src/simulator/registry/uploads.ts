import { declaredLength, join, readBody } from './body.ts';
import { isDigest, requireDigest } from './digest.ts';
import { RegistryError } from './errors.ts';
import { type Exchange, type Limits, reply } from './exchange.ts';

interface Upload {
  repository: string;
  chunks: Uint8Array[];
  size: number;
  /** When it was last touched. */
  touched: number;
}

/** An upload nobody touched for this long gives its place to another. */
const ABANDONED = 60 * 60 * 1000;

/** The open blob uploads: end-4, 5, 6, 11, 13, 14. */
export class Uploads {
  private readonly open = new Map<string, Upload>();
  private readonly limits: Limits;
  private readonly newId: () => string;
  private bytes = 0;

  constructor(limits: Limits, newId: () => string) {
    this.limits = limits;
    this.newId = newId;
  }

  /** Forgets all: another state was restored. */
  clear(): void {
    this.open.clear();
    this.bytes = 0;
  }

  /** `POST /v2/<name>/blobs/uploads/`: a mount, a blob in one request, or a session. */
  async start(exchange: Exchange, repository: string): Promise<Response> {
    const { query, store } = exchange;
    const mount = query.get('mount');
    if (mount !== null && isDigest(mount)) {
      const from = query.get('from');
      const found = from
        ? exchange.mayRead(from) && store.blob(from, mount) !== undefined
        : store.locate(mount, exchange.mayRead);
      if (found) {
        store.linkBlob(repository, mount);
        return created(repository, mount);
      }
    }
    const digest = query.get('digest');
    if (digest !== null) {
      requireDigest(digest);
      return this.finish(exchange, repository, digest, await this.receive(exchange, 0));
    }
    const algorithm = query.get('digest-algorithm');
    if (algorithm !== null && algorithm !== 'sha256' && algorithm !== 'sha512') {
      throw new RegistryError('DIGEST_INVALID', { message: 'unsupported digest algorithm' });
    }
    this.makeRoom(exchange.now());
    const id = this.newId();
    this.open.set(id, { repository, chunks: [], size: 0, touched: exchange.now() });
    return accepted(repository, id, 0);
  }

  /** `GET <location>`: how far it came. */
  status(repository: string, id: string): Response {
    const upload = this.find(repository, id);
    return reply(204, progress(repository, id, upload.size));
  }

  /** `PATCH <location>`: the next chunk, or all of it as a stream. */
  async append(exchange: Exchange, repository: string, id: string): Promise<Response> {
    const upload = this.find(repository, id);
    upload.touched = exchange.now();
    requireOrder(exchange.request, repository, id, upload);
    const size = upload.size;
    const bytes = await this.receive(exchange, size);
    // While the chunk came in, another request may have ended the upload or moved it on.
    if (this.open.get(id) !== upload) throw unknown(id);
    if (upload.size !== size) throw outOfOrder(repository, id, upload);
    requireRange(exchange.request, bytes.length);
    if (bytes.length > 0) upload.chunks.push(bytes);
    upload.size += bytes.length;
    this.bytes += bytes.length;
    upload.touched = exchange.now();
    return accepted(repository, id, upload.size);
  }

  /** `PUT <location>?digest=`: the last chunk, if any, and the end. */
  async close(exchange: Exchange, repository: string, id: string): Promise<Response> {
    const upload = this.find(repository, id);
    const digest = requireDigest(exchange.query.get('digest') ?? '');
    requireOrder(exchange.request, repository, id, upload);
    const size = upload.size;
    const last = await this.receive(exchange, size);
    if (this.open.get(id) !== upload) throw unknown(id);
    if (upload.size !== size) throw outOfOrder(repository, id, upload);
    requireRange(exchange.request, last.length);
    this.forget(id, upload);
    const chunks = last.length > 0 ? [...upload.chunks, last] : upload.chunks;
    return this.finish(exchange, repository, digest, join(chunks, size + last.length));
  }

  /** `DELETE <location>`. */
  cancel(repository: string, id: string): Response {
    this.forget(id, this.find(repository, id));
    return reply(204, { 'Docker-Upload-UUID': id });
  }

  private async finish(
    { store }: Exchange,
    repository: string,
    digest: string,
    bytes: Uint8Array,
  ): Promise<Response> {
    const actual = await store.digest(bytes, digest);
    if (actual !== digest) throw new RegistryError('DIGEST_INVALID', { detail: { digest, actual } });
    store.putBlob(repository, digest, bytes);
    return created(repository, digest);
  }

  /** Reads a body, within what one blob, all uploads and the registry may hold. */
  private receive(exchange: Exchange, before: number): Promise<Uint8Array> {
    const { blob, uploadBytes } = this.limits;
    exchange.store.requireRoom(before + (declaredLength(exchange.request) ?? 0));
    const rest = Math.min(blob - before, uploadBytes - this.bytes);
    return readBody(exchange.request, rest, () =>
      rest === blob - before
        ? new RegistryError('SIZE_INVALID', { status: 413, message: `blob is larger than ${blob} bytes` })
        : new RegistryError('TOOMANYREQUESTS', {
            message: `open uploads hold more than ${uploadBytes} bytes: finish or cancel some first`,
          }),
    );
  }

  private makeRoom(now: number): void {
    if (this.open.size < this.limits.uploads) return;
    for (const [id, upload] of this.open) if (now - upload.touched > ABANDONED) this.forget(id, upload);
    if (this.open.size < this.limits.uploads) return;
    throw new RegistryError('TOOMANYREQUESTS', {
      message: `too many open uploads: the limit is ${this.limits.uploads}`,
    });
  }

  private find(repository: string, id: string): Upload {
    const upload = this.open.get(id);
    if (upload?.repository !== repository) throw unknown(id);
    return upload;
  }

  private forget(id: string, upload: Upload): void {
    this.open.delete(id);
    this.bytes -= upload.size;
  }
}

const unknown = (id: string): RegistryError =>
  new RegistryError('BLOB_UPLOAD_UNKNOWN', { detail: { uuid: id } });

/** An upload's place and progress. Nothing received yet reads `0-0`, as the reference registry has it. */
function progress(repository: string, id: string, size: number): Record<string, string> {
  return {
    'Docker-Upload-UUID': id,
    Location: `/v2/${repository}/blobs/uploads/${id}`,
    Range: `0-${Math.max(0, size - 1)}`,
  };
}

function accepted(repository: string, id: string, size: number): Response {
  return reply(202, { 'Content-Length': '0', ...progress(repository, id, size) });
}

function created(repository: string, digest: string): Response {
  return reply(201, {
    'Content-Length': '0',
    'Docker-Content-Digest': digest,
    Location: `/v2/${repository}/blobs/${digest}`,
  });
}

function outOfOrder(repository: string, id: string, upload: Upload): RegistryError {
  return new RegistryError('RANGE_INVALID', { headers: progress(repository, id, upload.size) });
}

/** The specification's `^[0-9]+-[0-9]+$`; some clients send the form of RFC 9110, `bytes 0-9/*`. */
const CONTENT_RANGE = /^(?:bytes )?(\d{1,15})-(\d{1,15})(?:\/(?:\*|\d+))?$/;

/** A chunk must begin where the last one ended ("Pushing a blob in chunks"). */
function requireOrder(request: Request, repository: string, id: string, upload: Upload): void {
  const header = request.headers.get('content-range');
  if (header === null) return;
  const match = CONTENT_RANGE.exec(header);
  if (!match)
    throw new RegistryError('RANGE_INVALID', {
      status: 400,
      detail: { 'Content-Range': header.slice(0, 100) },
    });
  if (Number(match[1]) !== upload.size) throw outOfOrder(repository, id, upload);
}

/** And must be as long as its range says. */
function requireRange(request: Request, length: number): void {
  const match = CONTENT_RANGE.exec(request.headers.get('content-range') ?? '');
  if (match && Number(match[2]) - Number(match[1]) + 1 !== length) {
    throw new RegistryError('SIZE_INVALID', { detail: { 'Content-Range': match[0], length } });
  }
}

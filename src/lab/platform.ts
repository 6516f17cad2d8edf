/**
 * What some browsers still lack of the platform that the simulator is written for: streams as the bodies of requests
 * (Firefox) and asynchronous iteration over streams (WebKit).
 */

/** A request that never leaves the page can keep its body beside it, in a response: those stream everywhere. */
export class RequestWithBody extends Request {
  private readonly content: Response;

  constructor(input: RequestInfo | URL, init: RequestInit = {}) {
    const { method, headers, signal, redirect } = init;
    const plain = Object.entries({ method, headers, signal, redirect }).filter(
      ([, value]) => value !== undefined,
    );
    super(input, Object.fromEntries(plain));
    const body = init.body ?? (input instanceof RequestWithBody ? input.body : null);
    const type = this.headers.get('content-type');
    this.content = new Response(body, type === null ? {} : { headers: { 'content-type': type } });
    const implied = this.content.headers.get('content-type');
    if (type === null && implied !== null) this.headers.set('content-type', implied);
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    return this.content.body;
  }

  override get bodyUsed(): boolean {
    return this.content.bodyUsed;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.content.arrayBuffer();
  }

  override blob(): Promise<Blob> {
    return this.content.blob();
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.content.arrayBuffer());
  }

  override formData(): Promise<FormData> {
    return this.content.formData();
  }

  override json(): Promise<unknown> {
    return this.content.json();
  }

  override text(): Promise<string> {
    return this.content.text();
  }

  override clone(): Request {
    return new RequestWithBody(this, { body: this.content.clone().body });
  }
}

/** The chunks of a stream, as `for await` takes them. Who stops early wants no more of it. */
export async function* chunks<T>(stream: ReadableStream<T>): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel();
    reader.releaseLock();
  }
}

/** Where a stream is not known as a body, it is taken for a text: "[object ReadableStream]". */
function streamsRequests(): boolean {
  if (!('body' in Request.prototype)) return false;
  const init = { method: 'POST', body: new ReadableStream(), duplex: 'half' };
  return !new Request('http://localhost/', init).headers.has('content-type');
}

if (!streamsRequests()) globalThis.Request = RequestWithBody;
if (!(Symbol.asyncIterator in ReadableStream.prototype)) {
  Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
    value(this: ReadableStream) {
      return chunks(this);
    },
  });
}

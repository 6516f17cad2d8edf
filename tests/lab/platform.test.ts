import { expect, test } from 'vitest';
import { chunks, RequestWithBody } from '../../src/lab/platform.ts';

const streamOf = (...parts: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });

test('a request keeps a stream for its body, and its copies do', async () => {
  const first = new RequestWithBody('http://docker/build', {
    method: 'POST',
    headers: { 'x-part': '1' },
    body: streamOf('one', 'two'),
  });
  const moved = new RequestWithBody('http://127.0.0.1/build', first);
  expect([moved.method, moved.url, moved.headers.get('x-part')]).toEqual([
    'POST',
    'http://127.0.0.1/build',
    '1',
  ]);
  const copy = moved.clone();
  expect([await copy.text(), await moved.text(), moved.bodyUsed]).toEqual(['onetwo', 'onetwo', true]);
});

test('a text says what it is, unless the headers do; no body is none', async () => {
  const init = { method: 'POST', body: '{}' };
  expect(new RequestWithBody('http://docker/', init).headers.get('content-type')).toMatch(/^text\/plain/);
  const json = new RequestWithBody('http://docker/', {
    ...init,
    headers: { 'content-type': 'application/json' },
  });
  expect([json.headers.get('content-type'), await json.json()]).toEqual(['application/json', {}]);
  expect(new RequestWithBody('http://docker/').body).toBe(null);
});

test('chunks come one after another; who stops early cancels the stream', async () => {
  const seen: string[] = [];
  for await (const chunk of chunks(streamOf('a', 'b'))) seen.push(new TextDecoder().decode(chunk));
  expect(seen).toEqual(['a', 'b']);
  let cancelled = false;
  const endless = new ReadableStream<number>({
    pull: (controller) => controller.enqueue(1),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const _ of chunks(endless)) break;
  expect(cancelled).toBe(true);
});

import { Hono } from 'hono';
import { invalidParameter, notFound } from '../errors.ts';
import { attachExec } from './attach.ts';
import { createExec, type ExecOptions, execJson, findExec, requireUnused, startProcess } from './exec.ts';
import { OutputHub } from './output.ts';
import { dimension, emptyBody, json } from './request.ts';
import { decode, type Fields, of } from './schema.ts';
import type { ContainerStore } from './store.ts';

const EXEC_FIELDS: Fields = [
  ...of('string', 'User'),
  ...of('bool', 'Privileged Tty'),
  ...of('any', 'ConsoleSize', { pointer: true }),
  ...of('bool', 'AttachStdin AttachStderr AttachStdout'),
  ...of('string', 'DetachKeys'),
  ...of('strings', 'Env'),
  ...of('string', 'WorkingDir'),
  ...of('strings', 'Cmd'),
];

interface StartOptions {
  Detach?: boolean;
  Tty?: boolean;
  ConsoleSize?: [number, number] | null;
}

/** `docker exec` */
export function execRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  app.post('/containers/:name/exec', async (c) => {
    const name = c.req.param('name');
    const options = decode<ExecOptions>(await readOptions(c.req.raw), EXEC_FIELDS, 'ExecOptions');
    if (!options.Cmd?.length) throw invalidParameter('No exec command specified');
    return json({ Id: createExec(store, store.get(name), name, options).id }, 201);
  });
  app.get('/exec/:id/json', (c) => {
    const exec = store.execs.get(c.req.param('id'));
    if (!exec) throw notFound(`No such exec instance: ${c.req.param('id')}`);
    return json(execJson(exec));
  });
  app.post('/exec/:id/start', async (c) => {
    const { options, rest } = await splitOptions(c.req.raw);
    const exec = findExec(store, c.req.param('id'));
    if (options.ConsoleSize?.[1] && options.Tty) {
      exec.size = { columns: options.ConsoleSize[1], rows: options.ConsoleSize[0] };
    }
    if (!options.Detach) return attachExec(store, exec, options.Tty ?? false, rest);
    requireUnused(exec);
    startProcess(store, exec, new OutputHub());
    return emptyBody(200);
  });
  app.post('/exec/:id/resize', (c) => {
    const rows = dimension(c.req.query('h'), 'height');
    const columns = dimension(c.req.query('w'), 'width');
    const exec = findExec(store, c.req.param('id'));
    if (!exec.process) throw invalidParameter('exec process is not started');
    exec.pty?.resize(columns, rows);
    return emptyBody(200);
  });
  return app;
}

async function readOptions(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch {
    throw invalidParameter('invalid JSON: invalid character in request body');
  }
}

/**
 * The options that begin a start request, and what the client types, which follows them: the first JSON object of the
 * body ends where its braces close.
 */
async function splitOptions(
  request: Request,
): Promise<{ options: StartOptions; rest: ReadableStream<Uint8Array> | null }> {
  const reader = request.body?.getReader();
  if (!reader) return { options: {}, rest: null };
  let head = new Uint8Array();
  for (;;) {
    const end = objectEnd(head);
    if (end !== undefined) {
      const options = parseOptions(head.subarray(0, end));
      // Clients end the object with a newline, which is not typed by anybody.
      const left = head[end] === 10 ? head.subarray(end + 1) : head.subarray(end);
      return { options, rest: remaining(left, reader) };
    }
    const next = await reader.read();
    if (next.done) return { options: parseOptions(head), rest: null };
    const joined = new Uint8Array(head.length + next.value.length);
    joined.set(head);
    joined.set(next.value, head.length);
    head = joined;
  }
}

function parseOptions(bytes: Uint8Array): StartOptions {
  const text = new TextDecoder().decode(bytes).trim();
  if (text === '') return {};
  try {
    return JSON.parse(text) as StartOptions;
  } catch {
    throw invalidParameter('invalid JSON: invalid character in request body');
  }
}

/** Where the first object ends; its strings hold no braces that matter, being options only. */
function objectEnd(bytes: Uint8Array): number | undefined {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0x7b) depth++;
    if (bytes[at] === 0x7d && --depth === 0) return at + 1;
  }
  return undefined;
}

function remaining(
  first: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  let pending: Uint8Array | undefined = first;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (pending && pending.length > 0) {
        controller.enqueue(pending);
        pending = undefined;
        return;
      }
      const next = await reader.read();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

import type { Context } from 'hono';
import { Filters } from '../containers/filters.ts';
import { parseTime } from '../containers/time.ts';
import type { EngineContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import type { EngineEvent } from '../events.ts';

/** Kinds of objects that events can be filtered by the name of. */
const OBJECTS = [
  'container',
  'image',
  'plugin',
  'volume',
  'network',
  'daemon',
  'service',
  'node',
  'secret',
  'config',
];

/** `GET /events`: what happened since a time, and what happens until another, one JSON value a line. */
export function eventStream(context: EngineContext, c: Context): Response {
  const { clock, events } = context;
  const filters = Filters.parse(c.req.query('filters'));
  const time = (name: string) => {
    const text = c.req.query(name);
    return text ? parseTime(text, clock.now()) : undefined;
  };
  const [since, until] = [time('since'), time('until')];
  if (since !== undefined && until !== undefined && until < since) {
    const [from, to] = [c.req.query('since'), c.req.query('until')];
    throw invalidParameter(`\`since\` time (${from}) cannot be after \`until\` time (${to})`);
  }
  const encoder = new TextEncoder();
  const ended = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (event: EngineEvent) => {
        if (matches(filters, event)) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`));
      };
      const milliseconds = (event: EngineEvent) => event.timeNano / 1e6;
      if (since !== undefined || (until !== undefined && until < clock.now())) {
        for (const event of events.list()) {
          const at = milliseconds(event);
          if (at >= (since ?? 0) && at <= (until ?? Infinity)) send(event);
        }
      }
      if (until !== undefined && until <= clock.now()) {
        controller.close();
        return;
      }
      const unsubscribe = events.subscribe(send);
      ended.signal.addEventListener('abort', unsubscribe);
      const finish = () => {
        if (ended.signal.aborted) return;
        ended.abort();
        controller.close();
      };
      c.req.raw.signal.addEventListener('abort', finish);
      if (until !== undefined) clock.until(until, ended.signal).then(finish, () => {});
    },
    cancel: () => ended.abort(),
  });
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
}

function matches(filters: Filters, { Type, Action, Actor, scope }: EngineEvent): boolean {
  const action = Action.split(':', 1)[0]!;
  const names = [Actor.ID, Actor.Attributes.name ?? '', Actor.Attributes.image ?? ''];
  // An image's tag need not be named.
  const bare = names.map((name) => name.replace(/:[^:/]*$/, ''));
  return (
    (filters.exact('event', Action) || filters.exact('event', action)) &&
    filters.exact('type', Type) &&
    filters.exact('scope', scope) &&
    filters.matchLabels('label', Actor.Attributes) &&
    OBJECTS.every((kind) => {
      if (!filters.has(kind)) return true;
      const wanted = filters.get(kind);
      const candidates = kind === 'image' ? [...names, ...bare] : names.slice(0, 2);
      return (
        (kind === Type || kind === 'image') &&
        wanted.some((w) => w !== '' && candidates.some((n) => n === w || n.startsWith(w)))
      );
    })
  );
}

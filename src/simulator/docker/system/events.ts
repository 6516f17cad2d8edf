import { engineTimestamp } from '../container/timestamp.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { filtersQuery } from '../framework/filters.ts';
import { waiting } from '../framework/waiting.ts';
import { INSPECT_FORMAT } from '../inspect/inspector.ts';
import { parseTemplate, type Template, TemplateError } from '../render/template/index.ts';
import { GoValue, INT64, named, pointer, STRING, STRING_MAP, struct } from '../render/template/types.ts';

const EMPTY = { omit: 'empty' } as const;

const MESSAGE = pointer(
  struct('events.Message', {
    Status: [STRING, { ...EMPTY, json: 'status' }],
    ID: [STRING, { ...EMPTY, json: 'id' }],
    From: [STRING, { ...EMPTY, json: 'from' }],
    Type: named('events.Type', STRING),
    Action: named('events.Action', STRING),
    Actor: struct('events.Actor', { ID: STRING, Attributes: STRING_MAP }),
    Scope: [STRING, { ...EMPTY, json: 'scope' }],
    Time: [INT64, { ...EMPTY, json: 'time' }],
    TimeNano: [INT64, { ...EMPTY, json: 'timeNano' }],
  }),
);

interface EventMessage {
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes?: Record<string, string> | null };
  time?: number;
  timeNano?: number;
}

/** `docker events` */
export const events: Command = {
  paths: ['system events', 'events'],
  short: 'Show what happens on the engine, as it happens',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    { name: 'filter', short: 'f', type: 'filter', usage: 'Keep only what meets these conditions' },
    { name: INSPECT_FORMAT.name, type: 'string', usage: INSPECT_FORMAT.usage },
    { name: 'since', type: 'string', usage: 'Everything that happened since a time' },
    { name: 'until', type: 'string', usage: 'Go on until a time' },
  ],
  run: async (invocation) => {
    const { engine, flags, process, print } = invocation;
    const template = eventTemplate(flags.string('format'));
    const now = process.host.clock.now();
    const time = (name: string): string | undefined =>
      flags.string(name) === '' ? undefined : engineTimestamp(flags.string(name), now);
    const query = { since: time('since'), until: time('until'), filters: filtersQuery(flags.list('filter')) };
    const show = async (): Promise<void> => {
      for await (const event of engine.stream<EventMessage>('GET', '/events', { query })) {
        await print(template ? `${template.execute(new GoValue(MESSAGE, event))}\n` : eventText(event));
      }
    };
    await waiting(invocation, show());
    return 0;
  },
};

/** Tries the format on an event without content first, so that a bad one is told at once. */
function eventTemplate(format: string): Template | undefined {
  if (format === '') return undefined;
  try {
    const template = parseTemplate(format === 'json' ? '{{json .}}' : format);
    template.execute(new GoValue(MESSAGE, {}));
    return template;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`Error parsing format: ${error.message}`, 64);
  }
}

function eventText({ Type, Action, Actor, time = 0, timeNano = 0 }: EventMessage): string {
  const seconds = timeNano === 0 ? time : Math.floor(timeNano / 1e9);
  const nanoseconds = timeNano === 0 ? 0 : timeNano % 1e9;
  const stamp = `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(nanoseconds).padStart(9, '0')}Z`;
  const attributes = Object.entries(Actor.Attributes ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const when = seconds === 0 ? '' : `${stamp} `;
  return `${when}${Type} ${Action} ${Actor.ID}${attributes.length > 0 ? ` (${attributes.join(', ')})` : ''}\n`;
}

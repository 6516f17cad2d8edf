import { encodeBase64 } from '../../../common/base64.ts';
import { encodeGoJson } from '../../../common/go-json.ts';
import type { Output } from '../../../common/process.ts';
import type { Display, StatusUpdate } from './status.ts';

/** `--progress=rawjson`: every update as a line of JSON, as BuildKit's client knows it. */
export class RawJsonDisplay implements Display {
  private readonly output: Output;

  constructor(output: Output) {
    this.output = output;
  }

  async update(update: StatusUpdate): Promise<void> {
    await this.output.write(`${encodeGoJson(toJson(update))}\n`);
  }

  async refresh(): Promise<void> {}

  async done(): Promise<void> {}
}

const iso = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');

function list<T, R>(items: readonly T[], map: (item: T) => R): R[] | undefined {
  return items.length > 0 ? items.map(map) : undefined;
}

function toJson(update: StatusUpdate): object {
  return {
    vertexes: list(update.vertexes, (v) => ({
      digest: v.digest,
      inputs: v.inputs.length > 0 ? v.inputs : undefined,
      name: v.name,
      started: iso(v.started),
      completed: iso(v.completed),
      cached: v.cached || undefined,
      error: v.error || undefined,
    })),
    statuses: list(update.statuses, (s) => ({
      id: s.id,
      vertex: s.vertex,
      // Of what a status is called, the builder gives a name only to a transfer.
      name: s.id.startsWith('transferring ') ? 'transferring' : undefined,
      total: s.total || undefined,
      current: s.current,
      timestamp: iso(s.timestamp),
      started: iso(s.started),
      completed: iso(s.completed),
    })),
    logs: list(update.logs, (l) => ({
      vertex: l.vertex,
      stream: l.stream,
      data: encodeBase64(l.data),
      timestamp: iso(l.timestamp),
    })),
    warnings: list(update.warnings, (w) => ({
      vertex: w.vertex,
      level: 1,
      short: encodeBase64(w.short),
      detail: list(w.detail, encodeBase64),
      url: w.url || undefined,
      sourceInfo: w.source && {
        filename: w.source.filename,
        data: encodeBase64(w.source.data),
        language: 'Dockerfile',
      },
      range: w.source?.ranges.map(({ start, end }) => ({ start: { line: start }, end: { line: end } })),
    })),
  };
}

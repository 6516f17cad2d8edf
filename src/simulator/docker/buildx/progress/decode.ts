import type { LineRange, StatusUpdate, Vertex, VertexLog, VertexStatus, VertexWarning } from './status.ts';

/**
 * Reads `moby.buildkit.v1.StatusResponse`, the protobuf in the `aux` of a build's stream. Field numbers are those of
 * control.proto and ops.proto of BuildKit; unknown fields are passed over.
 */

const decoder = new TextDecoder();

interface Field {
  number: number;
  /** Of a varint or a fixed-size number. */
  value: number;
  /** Of a length-delimited field. */
  bytes: Uint8Array;
}

const NOTHING = new Uint8Array();

function* fields(data: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < data.length; scale *= 128) {
      const byte = data[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error('unexpected EOF');
  };
  while (at < data.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { number, value: varint(), bytes: NOTHING };
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (at + length > data.length) throw new Error('unexpected EOF');
        yield { number, value: 0, bytes: data.subarray(at, at + length) };
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`proto: illegal wireType ${tag % 8}`);
    }
  }
}

const text = (bytes: Uint8Array): string => decoder.decode(bytes);

function time(bytes: Uint8Array): number {
  let milliseconds = 0;
  for (const { number, value } of fields(bytes)) milliseconds += number === 1 ? value * 1000 : value / 1e6;
  return milliseconds;
}

function vertex(data: Uint8Array): Vertex {
  const v: Vertex = { digest: '', inputs: [], name: '', cached: false, error: '' };
  for (const { number, value, bytes } of fields(data)) {
    if (number === 1) v.digest = text(bytes);
    else if (number === 2) v.inputs.push(text(bytes));
    else if (number === 3) v.name = text(bytes);
    else if (number === 4) v.cached = value !== 0;
    else if (number === 5) v.started = time(bytes);
    else if (number === 6) v.completed = time(bytes);
    else if (number === 7) v.error = text(bytes);
  }
  return v;
}

function status(data: Uint8Array): VertexStatus {
  const s: VertexStatus = { id: '', vertex: '', current: 0, total: 0, timestamp: 0 };
  for (const { number, value, bytes } of fields(data)) {
    if (number === 1) s.id = text(bytes);
    else if (number === 2) s.vertex = text(bytes);
    else if (number === 4) s.current = value;
    else if (number === 5) s.total = value;
    else if (number === 6) s.timestamp = time(bytes);
    else if (number === 7) s.started = time(bytes);
    else if (number === 8) s.completed = time(bytes);
  }
  return s;
}

function log(data: Uint8Array): VertexLog {
  const l: VertexLog = { vertex: '', timestamp: 0, stream: 0, data: NOTHING };
  for (const { number, value, bytes } of fields(data)) {
    if (number === 1) l.vertex = text(bytes);
    else if (number === 2) l.timestamp = time(bytes);
    else if (number === 3) l.stream = value;
    else if (number === 4) l.data = bytes.slice();
  }
  return l;
}

function range(data: Uint8Array): LineRange {
  const lines = { start: 0, end: 0 };
  for (const { number, bytes } of fields(data)) {
    for (const position of fields(bytes)) {
      if (position.number !== 1) continue;
      if (number === 1) lines.start = position.value;
      else lines.end = position.value;
    }
  }
  return lines;
}

function warning(data: Uint8Array): VertexWarning {
  const w: VertexWarning = { vertex: '', short: '', detail: [], url: '', source: undefined };
  const source = { filename: '', data: '', ranges: [] as LineRange[] };
  for (const { number, bytes } of fields(data)) {
    if (number === 1) w.vertex = text(bytes);
    else if (number === 3) w.short = text(bytes);
    else if (number === 4) w.detail.push(text(bytes));
    else if (number === 5) w.url = text(bytes);
    else if (number === 7) source.ranges.push(range(bytes));
    else if (number === 6) {
      for (const info of fields(bytes)) {
        if (info.number === 1) source.filename = text(info.bytes);
        else if (info.number === 2) source.data = text(info.bytes);
      }
    }
  }
  if (source.filename !== '' && source.ranges.length > 0) w.source = source;
  return w;
}

/** @throws Error when the bytes are no such message */
export function decodeStatus(data: Uint8Array): StatusUpdate {
  const update: StatusUpdate = { vertexes: [], statuses: [], logs: [], warnings: [] };
  for (const { number, bytes } of fields(data)) {
    if (number === 1) update.vertexes.push(vertex(bytes));
    else if (number === 2) update.statuses.push(status(bytes));
    else if (number === 3) update.logs.push(log(bytes));
    else if (number === 4) update.warnings.push(warning(bytes));
  }
  return update;
}

import { concat } from '../../common/gzip.ts';
import type { StatusUpdate, Vertex, VertexLog, VertexStatus, VertexWarning } from './trace.ts';

/**
 * `moby.buildkit.v1.StatusResponse` as protobuf, in which the daemon puts a build's progress into its JSON stream
 * (`aux` of the id `moby.buildkit.trace`). Field numbers are those of control.proto and ops.proto of BuildKit.
 */

const encoder = new TextEncoder();

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) | 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
  return Uint8Array.from(bytes);
}

/** A field left out at its zero value, as in proto3. */
function number(field: number, value: number): Uint8Array[] {
  return value === 0 ? [] : [varint(field * 8), varint(value)];
}

function bytes(field: number, value: Uint8Array): Uint8Array[] {
  return value.length === 0 ? [] : [varint(field * 8 + 2), varint(value.length), value];
}

function text(field: number, value: string): Uint8Array[] {
  return bytes(field, encoder.encode(value));
}

function message(field: number, parts: Uint8Array[]): Uint8Array[] {
  const body = concat(parts);
  return [varint(field * 8 + 2), varint(body.length), body];
}

/** `google.protobuf.Timestamp`. */
function time(field: number, milliseconds: number | undefined): Uint8Array[] {
  if (milliseconds === undefined) return [];
  const seconds = Math.floor(milliseconds / 1000);
  const nanos = Math.round((milliseconds - seconds * 1000) * 1e6);
  return message(field, [...number(1, seconds), ...number(2, nanos)]);
}

function vertex(v: Vertex): Uint8Array[] {
  return [
    ...text(1, v.digest),
    ...v.inputs.flatMap((input) => text(2, input)),
    ...text(3, v.name),
    ...number(4, v.cached ? 1 : 0),
    ...time(5, v.started),
    ...time(6, v.completed),
    ...text(7, v.error),
  ];
}

function status(s: VertexStatus): Uint8Array[] {
  return [
    ...text(1, s.id),
    ...text(2, s.vertex),
    ...number(4, s.current),
    ...number(5, s.total),
    ...time(6, s.timestamp),
    ...time(7, s.started),
    ...time(8, s.completed),
  ];
}

function log(l: VertexLog): Uint8Array[] {
  return [...text(1, l.vertex), ...time(2, l.timestamp), ...number(3, l.stream), ...bytes(4, l.data)];
}

function warning(w: VertexWarning): Uint8Array[] {
  const position = (line: number): Uint8Array[] => number(1, line);
  const lines = Array.from({ length: w.lines.end - w.lines.start + 1 }, (_, i) => w.lines.start + i);
  return [
    ...text(1, w.vertex),
    ...number(2, 1),
    ...text(3, w.short),
    ...w.detail.flatMap((detail) => text(4, detail)),
    ...text(5, w.url),
    ...message(6, [...text(1, w.source.filename), ...text(2, w.source.data), ...text(4, 'Dockerfile')]),
    ...lines.flatMap((line) => message(7, [...message(1, position(line)), ...message(2, position(line))])),
  ];
}

export function encodeStatus(update: StatusUpdate): Uint8Array {
  return concat([
    ...update.vertexes.flatMap((v) => message(1, vertex(v))),
    ...update.statuses.flatMap((s) => message(2, status(s))),
    ...update.logs.flatMap((l) => message(3, log(l))),
    ...update.warnings.flatMap((w) => message(4, warning(w))),
  ]);
}

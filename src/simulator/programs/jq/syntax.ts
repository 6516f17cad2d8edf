import type { Json } from './value.ts';

/** A pattern after `as`. */
export type Pattern =
  | { type: 'variable'; name: string }
  | { type: 'array'; items: Pattern[] }
  | { type: 'object'; members: { key: Node; variable?: string; pattern?: Pattern }[] };

export interface Definition {
  name: string;
  parameters: string[];
  body: Node;
}

/** A filter, as jq's grammar has them. */
export type Node =
  | { type: 'identity' | 'recurse' }
  | { type: 'literal'; value: Json }
  | { type: 'string'; format: string | undefined; parts: (string | Node)[] }
  | { type: 'format'; name: string }
  | { type: 'index'; target: Node; key: Node }
  | { type: 'slice'; target: Node; from: Node | undefined; to: Node | undefined }
  | { type: 'iterate' | 'optional' | 'negate'; target: Node }
  | { type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'; left: Node; right: Node }
  | { type: 'binary'; operator: string; left: Node; right: Node }
  | { type: 'update'; operator: string; left: Node; right: Node }
  | { type: 'if'; test: Node; yes: Node; no: Node | undefined }
  | { type: 'try'; body: Node; handler: Node | undefined }
  | { type: 'reduce'; source: Node; pattern: Pattern; start: Node; update: Node }
  | { type: 'foreach'; source: Node; pattern: Pattern; start: Node; update: Node; extract: Node | undefined }
  | { type: 'bind'; source: Node; patterns: Pattern[]; body: Node }
  | { type: 'define'; definition: Definition; body: Node }
  | { type: 'label' | 'break'; name: string; body?: Node }
  | { type: 'call'; name: string; args: Node[]; at: number }
  | { type: 'variable'; name: string; at: number }
  | { type: 'array'; body: Node | undefined }
  | { type: 'object'; members: { key: Node; value: Node }[] };

import { withSuggestion } from './suggest.ts';

/** A parsed `RUN --mount=…`. */
export interface Mount {
  type: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';
  from: string;
  source: string;
  target: string;
  readonly: boolean;
  id: string;
  sharing: string;
  required: boolean;
  /** Name of the environment variable that gets a secret; `''` for none. */
  env: string;
  mode?: number;
  uid?: number;
  gid?: number;
}

type Expander = (word: string) => string;

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const SHARING = ['shared', 'private', 'locked'];
const KEYS = [
  'type',
  'from',
  'source',
  'target',
  'readonly',
  'id',
  'sharing',
  'required',
  'size',
  'mode',
  'uid',
  'gid',
  'src',
  'dst',
  'destination',
  'ro',
  'rw',
  'readwrite',
  'env',
];

/** The name of the secret that a mount asks for. */
export function secretId({ source, id, target }: Mount): string {
  return source || id || target.slice(target.lastIndexOf('/') + 1);
}

/** Splits a comma-separated record with CSV quoting. */
export function csvFields(text: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') field += text[++i];
      else if (char === '"') quoted = false;
      else field += char;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === ',') {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}

/** Only checks what can be checked before variables are known: that `from` holds none. */
export function checkMount(text: string): void {
  if (text === '') throw new Error('failed to parse csv mounts: EOF');
  for (const field of csvFields(text)) {
    const equals = field.indexOf('=');
    if (equals === -1 || field.slice(0, equals).toLowerCase() !== 'from') continue;
    const dollar = field.indexOf('$', equals);
    if (dollar !== -1 && dollar !== field.length - 1) {
      throw new Error("'from' doesn't support variable expansion, define alias stage instead");
    }
  }
}

/** The stage or image that a mount comes from, known without its variables. */
export function mountSource(text: string): string {
  const field = csvFields(text).find((f) => /^from=/i.test(f));
  return field ? field.slice('from='.length) : '';
}

/** @throws Error in BuildKit's words */
export function parseMount(text: string, expand: Expander): Mount {
  const mount: Mount = {
    type: 'bind',
    from: '',
    source: '',
    target: '',
    readonly: false,
    id: '',
    sharing: '',
    required: false,
    env: '',
  };
  const given = new Set<string>();
  for (const field of csvFields(text)) {
    const equals = field.indexOf('=');
    const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    given.add(key);
    if (equals === -1) setFlag(mount, key, field);
    else setValue(mount, key, expand(field.slice(equals + 1)), field);
  }
  finish(mount, given);
  return mount;
}

function setFlag(mount: Mount, key: string, field: string): void {
  if (key === 'readonly' || key === 'ro') mount.readonly = true;
  else if (key === 'readwrite' || key === 'rw') mount.readonly = false;
  else if (key === 'required') setRequired(mount, key, 'true');
  else throw new Error(`invalid field '${field}' must be a key=value pair`);
}

function setRequired(mount: Mount, key: string, value: string): void {
  if (mount.type !== 'secret' && mount.type !== 'ssh') {
    throw new Error(`unexpected key '${key}' for mount type '${mount.type}'`);
  }
  mount.required = boolean(key, value);
}

function setValue(mount: Mount, key: string, value: string, field: string): void {
  switch (key) {
    case 'type':
      mount.type = oneOf(value, TYPES, `unsupported mount type ${JSON.stringify(value)}`) as Mount['type'];
      return;
    case 'from':
    case 'id':
    case 'env':
      mount[key] = value;
      return;
    case 'source':
    case 'src':
      mount.source = value;
      return;
    case 'target':
    case 'dst':
    case 'destination':
      mount.target = value;
      return;
    case 'readonly':
    case 'ro':
      mount.readonly = boolean(key, value);
      return;
    case 'readwrite':
    case 'rw':
      mount.readonly = !boolean(key, value);
      return;
    case 'required':
      setRequired(mount, key, value);
      return;
    case 'size':
      if (mount.type !== 'tmpfs') throw new Error(`unexpected key '${key}' for mount type '${mount.type}'`);
      if (!/^\d+(\.\d+)?\s*[kmgtp]?i?b?$/i.test(value)) throw new Error(`invalid value for size: ${value}`);
      return;
    case 'sharing':
      mount.sharing = oneOf(value, SHARING, `unsupported sharing value ${JSON.stringify(value)}`);
      return;
    case 'mode':
      mount.mode = number(value, /^[0-7]+$/, 8, `invalid value ${value} for mode`);
      return;
    case 'uid':
    case 'gid':
      mount[key] = number(value, /^\d+$/, 10, `invalid value ${value} for ${key}`);
      return;
    default:
      throw new Error(withSuggestion(`unexpected key '${key}' in '${field}'`, key, KEYS));
  }
}

function finish(mount: Mount, given: Set<string>): void {
  if (mount.type === 'bind' || mount.type === 'tmpfs') {
    for (const key of ['mode', 'uid', 'gid'] as const) {
      if (mount[key] !== undefined) {
        throw new Error(`${key} not allowed for ${JSON.stringify(mount.type)} type mounts`);
      }
    }
  }
  if (!['readonly', 'ro', 'readwrite', 'rw'].some((key) => given.has(key))) {
    mount.readonly = mount.type !== 'cache' && mount.type !== 'tmpfs';
  }
  if (mount.type === 'secret') {
    if (mount.from !== '') throw new Error('secret mount should not have a from');
    if (mount.sharing !== '') throw new Error('secret mount should not define sharing');
    if (mount.source === '' && mount.target === '' && mount.id === '') {
      throw new Error('invalid secret mount. one of source, target required');
    }
    if (mount.source !== '' && mount.id !== '') throw new Error("both source and id can't be set");
  }
  if (mount.sharing !== '' && mount.type !== 'cache') {
    throw new Error(`invalid cache sharing set for ${mount.type} mount`);
  }
}

function boolean(key: string, value: string): boolean {
  if (/^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new Error(`invalid value for ${key}: ${value}`);
}

function number(value: string, form: RegExp, base: number, message: string): number {
  if (!form.test(value)) throw new Error(message);
  return Number.parseInt(value, base);
}

function oneOf(value: string, allowed: readonly string[], message: string): string {
  const lower = value.toLowerCase();
  if (!allowed.includes(lower)) throw new Error(withSuggestion(message, value, allowed));
  return lower;
}

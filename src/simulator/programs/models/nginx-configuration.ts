import type { FileSystem } from '../../common/files.ts';
import { resolvePath } from '../../common/files.ts';

/** What the model of nginx understands of its configuration. */

export interface Location {
  kind: '' | '=' | '~';
  path: string;
  root: string;
  index: string[];
  tryFiles: string[];
  returns: { status: number; text: string } | undefined;
  proxy: string | undefined;
  headers: [string, string][];
}

export interface Site {
  port: number;
  isDefault: boolean;
  names: string[];
  locations: Location[];
  /** Where no location fits. */
  fallback: Location;
}

interface Directive {
  name: string;
  args: string[];
  block: Directive[] | undefined;
}

const DEFAULT_ROOT = '/usr/share/nginx/html';

/** Reads the main file with what it includes; without any file nginx serves its own welcome page's folder. */
export function readConfiguration(files: FileSystem, path: string): { sites: Site[]; fault?: string } {
  try {
    const main = files.isFile(path)
      ? parse(files, path)
      : [...directives(files, '/etc/nginx/conf.d/*.conf', '/etc/nginx')];
    const http = main.find(({ name }) => name === 'http')?.block ?? main;
    const servers = http.filter(({ name, block }) => name === 'server' && block);
    const sites = servers.flatMap(({ block }) => siteOf(block!));
    if (sites.length > 0) return { sites };
    return {
      sites: [
        {
          port: 80,
          isDefault: true,
          names: ['localhost'],
          locations: [],
          fallback: locationOf('', '/', [], undefined),
        },
      ],
    };
  } catch (error) {
    return { sites: [], fault: error instanceof Error ? error.message : String(error) };
  }
}

function parse(files: FileSystem, path: string): Directive[] {
  const text = files.readText(path);
  const tokens = [
    ...text.matchAll(/#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|(?:\\.|\$\{|[^\s{};#"'])+/g),
  ]
    .map(([token]) => token)
    .filter((token) => !token.startsWith('#'));
  const at = { index: 0 };
  return block(files, tokens, at, path, false);
}

function block(
  files: FileSystem,
  tokens: string[],
  at: { index: number },
  path: string,
  inner: boolean,
): Directive[] {
  const result: Directive[] = [];
  while (at.index < tokens.length) {
    if (tokens[at.index] === '}') {
      if (!inner) throw new Error(`unexpected "}" in ${path}:1`);
      at.index++;
      return result;
    }
    const words: string[] = [];
    while (at.index < tokens.length && !['{', '}', ';'].includes(tokens[at.index]!)) {
      words.push(tokens[at.index++]!.replace(/^(["'])([\s\S]*)\1$/, '$2'));
    }
    const [name = '', ...args] = words;
    const end = tokens[at.index++];
    if (end === undefined || end === '}')
      throw new Error(`directive "${name}" is not terminated by ";" in ${path}:1`);
    if (name === 'include' && args[0])
      result.push(...directives(files, args[0], path.slice(0, path.lastIndexOf('/'))));
    else result.push({ name, args, block: end === '{' ? block(files, tokens, at, path, true) : undefined });
  }
  if (inner) throw new Error(`unexpected end of file, expecting "}" in ${path}:1`);
  return result;
}

/** What an `include` brings: a file, or all that fit `*.conf`. */
function directives(files: FileSystem, pattern: string, folder: string): Directive[] {
  const full = resolvePath(folder, pattern);
  const parent = full.slice(0, full.lastIndexOf('/')) || '/';
  const name = full.slice(full.lastIndexOf('/') + 1);
  if (!name.includes('*'))
    return files.isFile(full) && !full.endsWith('mime.types') ? parse(files, full) : [];
  if (!files.isDirectory(parent)) return [];
  const test = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  return files
    .list(parent)
    .filter((entry) => test.test(entry))
    .flatMap((entry) => parse(files, `${parent}/${entry}`));
}

const value = (list: Directive[], name: string): string[] | undefined =>
  list.find((d) => d.name === name)?.args;

function siteOf(list: Directive[]): Site[] {
  const fallback = locationOf('', '/', list, undefined);
  const locations = list
    .filter(({ name, block: inner }) => name === 'location' && inner)
    .map(({ args, block: inner }) => {
      const kind = args.length > 1 ? args[0]! : '';
      const path = args.at(-1) ?? '/';
      return locationOf(kind === '=' ? '=' : kind.startsWith('~') ? '~' : '', path, inner!, fallback);
    });
  const listens = list.filter(({ name }) => name === 'listen').map(({ args }) => args);
  const names = value(list, 'server_name') ?? [];
  const ports = new Map<number, boolean>();
  for (const [address = '80', ...options] of listens.length > 0 ? listens : [['80']]) {
    const port = Number(address.split(':').at(-1)!.replace(']', '')) || 80;
    ports.set(port, (ports.get(port) ?? false) || options.includes('default_server'));
  }
  return [...ports].map(([port, isDefault]) => ({ port, isDefault, names, locations, fallback }));
}

function locationOf(
  kind: Location['kind'],
  path: string,
  list: Directive[],
  above: Location | undefined,
): Location {
  const returns = value(list, 'return');
  const isStatus = /^\d+$/.test(returns?.[0] ?? '');
  return {
    kind,
    path,
    root: value(list, 'root')?.[0] ?? above?.root ?? DEFAULT_ROOT,
    index: value(list, 'index') ?? above?.index ?? ['index.html', 'index.htm'],
    tryFiles: value(list, 'try_files') ?? above?.tryFiles ?? [],
    returns: returns
      ? { status: isStatus ? Number(returns[0]) : 302, text: (isStatus ? returns[1] : returns[0]) ?? '' }
      : above?.returns,
    proxy: value(list, 'proxy_pass')?.[0],
    headers: list
      .filter(({ name }) => name === 'add_header')
      .map(({ args }) => [args[0] ?? '', args[1] ?? '']),
  };
}

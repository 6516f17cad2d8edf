import { flagUsages } from '../../common/pflag/usages.ts';
import type { Flag, Requirement } from './command.ts';
import { isPlugin, type Place } from './tree.ts';

/** What help needs to know of the engine; `undefined` when it did not answer: then everything is shown. */
export interface ServerInfo {
  apiVersion: string;
  os: string;
  experimental: boolean;
  /** State of the node, and whether it is a manager; `undefined` when the engine did not say. */
  swarm: { state: string; manager: boolean } | undefined;
}

const MIN_PADDING = 11;

/** The text of `--help`, laid out by the real program's template. `width` is that of the terminal. */
export function helpText(
  at: Place,
  flags: readonly Flag[],
  width: number,
  server: ServerInfo | undefined,
  closing?: string,
): string {
  const { command } = at;
  const manager = server?.swarm?.manager ?? true;
  const visible = flags.filter(
    (flag) =>
      !flag.hidden && !flag.deprecated && supports(flag.requires, server) && (manager || !flag.manager),
  );
  const group = at.children.length > 0;
  const sections: string[] = [];
  const options = visible.length > 0;
  const usage = group ? `${at.path}${options ? ' [OPTIONS]' : ''} COMMAND` : useLine(at);
  const description = (command.long ?? command.short).trim();
  // A plugin has cobra's own frame around docker's text: what the command is for comes first too.
  if (isPlugin(at)) sections.push(description);
  sections.push(`Usage:  ${usage}`, description);
  const aliases = aliasesOf(at);
  if (aliases) sections.push(`Aliases:\n  ${aliases}`);
  if (command.experimental) sections.push(experimentalNote(at.path));
  if (at.parent && options) sections.push(`Options:\n${flagUsages(visible, width)}`);
  sections.push(...commandSections(at, server));
  if (!at.parent && options) sections.push(`Global Options:\n${flagUsages(visible, width)}`);
  if (group) sections.push(`Run '${at.path} COMMAND --help' for more information on a command.`);
  if (!at.parent)
    sections.push('For more help on how to use Docker, head to https://docs.docker.com/go/guides/');
  if (closing) sections.push(closing);
  return `${sections.join('\n\n')}\n`;
}

/** `docker push [OPTIONS] NAME[:TAG]` */
export function useLine(at: Place): string {
  if (!at.parent) return `${at.path} [OPTIONS] COMMAND [ARG...]`;
  return at.command.usage ? `${at.path} ${at.command.usage}` : at.path;
}

function experimentalNote(path: string): string {
  return [
    'EXPERIMENTAL:',
    `  ${path} is an experimental feature.`,
    '  It shows what may come: it can change from one release to the next, or be',
    '  taken out again. What that means is told in the documentation:',
    '  https://docs.docker.com/go/experimental/',
  ].join('\n');
}

function aliasesOf(at: Place): string | undefined {
  const { command } = at;
  if (command.aliases) return command.aliases;
  const [first = '', ...others] = command.paths;
  const all = [first, ...(command.synonyms ?? []), ...others];
  return all.length > 1 ? all.map((path) => `docker ${path}`).join(', ') : undefined;
}

function commandSections(at: Place, server: ServerInfo | undefined): string[] {
  const children = at.children.filter((child) => available(child, server));
  const common = at.parent
    ? []
    : children
        .filter((child) => child.command.common !== undefined)
        .sort((a, b) => a.command.common! - b.command.common!);
  const rest = children.filter((child) => !common.includes(child));
  const swarm = rest.filter((child) => child.command.swarm && child.children.length > 0);
  const management = rest.filter(
    (child) => !swarm.includes(child) && (child.children.length > 0 || (!at.parent && child.command.plugin)),
  );
  const operations = rest.filter((child) => !swarm.includes(child) && !management.includes(child));
  const padding = Math.max(MIN_PADDING, ...at.children.map((child) => child.name.length));
  const list = (title: string, places: Place[]): string[] => {
    if (places.length === 0) return [];
    const lines = places.map((child) => {
      const name = child.command.plugin && child.parent?.parent === undefined ? `${child.name}*` : child.name;
      return `  ${name.padEnd(padding)} ${child.command.short}`;
    });
    return [`${title}:\n${lines.join('\n')}`];
  };
  return [
    ...list('Common Commands', common),
    ...list('Management Commands', management),
    ...list('Swarm Commands', swarm),
    ...list('Commands', operations),
  ];
}

function available(at: Place, server: ServerInfo | undefined): boolean {
  const { command } = at;
  if (command.hidden || !supports(command.requires, server)) return false;
  if (command.swarm && server?.swarm) {
    if (command.swarm === 'manager' && !server.swarm.manager) return false;
    if (command.swarm === 'active' && server.swarm.state === 'inactive') return false;
  }
  return command.run !== undefined || at.children.some((child) => available(child, server));
}

function supports(requires: Requirement | undefined, server: ServerInfo | undefined): boolean {
  if (!requires || !server) return true;
  if (requires.experimental && !server.experimental) return false;
  if (requires.os && server.os !== '' && requires.os !== server.os) return false;
  return !requires.since || !versionLess(server.apiVersion, requires.since);
}

/** Compares versions number by number: `1.9` is less than `1.50`. */
export function versionLess(a: string, b: string): boolean {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

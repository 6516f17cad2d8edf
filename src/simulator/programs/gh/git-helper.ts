import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { confirm } from '../support/survey.ts';
import { isEnterprise } from './hosts.ts';

/** `~/.gitconfig`: whether git asks gh for credentials. */

const HELPER = '!/usr/bin/gh auth git-credential';

const configPath = (process: Process): string =>
  absolute(process, `${process.env.HOME ?? process.user.home}/.gitconfig`);

function readConfig(process: Process): string {
  const path = configPath(process);
  return process.files.isFile(path) ? process.files.readText(path) : '';
}

const header = (host: string): string => `[credential "https://${host}"]\n`;

/** The last helper of a section, which is the one that git asks. */
function helperIn(config: string, section: string): string | undefined {
  const start = config.indexOf(section);
  if (start === -1) return undefined;
  const body = config.slice(start + section.length).split(/^\[/m)[0]!;
  return [...body.matchAll(/^\s*helper\s*=[ \t]*(.*)$/gm)].at(-1)?.[1]?.trim() || undefined;
}

interface Wish {
  /** Whether git is told, once the token is there. */
  setUp: boolean;
  scopes: string[];
}

/** Asks whether git is to use the credentials too, unless it asks gh for them already. @throws Interrupted */
export async function askForGit(process: Process, host: string): Promise<Wish> {
  const config = readConfig(process);
  const helper = helperIn(config, header(host)) ?? helperIn(config, '[credential]\n');
  if (/^!\S*\bgh(?:\s|$)/.test(helper ?? '')) return { setUp: false, scopes: ['workflow'] };
  const agreed = await confirm(process, 'Authenticate Git with your GitHub credentials?');
  return { setUp: agreed && helper === undefined, scopes: agreed ? ['workflow'] : [] };
}

/** Makes gh the helper for a host. An empty one stands first, so that git forgets those that were set more generally. */
export function setUpGit(process: Process, host: string): void {
  let config = readConfig(process);
  for (const name of isEnterprise(host) ? [host] : [host, `gist.${host}`]) {
    const section = header(name);
    const lines = `\thelper = \n\thelper = ${HELPER}\n`;
    const start = config.indexOf(section);
    if (start === -1) {
      config = `${config}${section}${lines}`;
      continue;
    }
    const [body = ''] = config.slice(start + section.length).split(/^(?=\[)/m);
    const others = body.replace(/^\s*helper\s*=.*\n/gm, '');
    const rest = config.slice(start + section.length + body.length);
    config = `${config.slice(0, start)}${section}${others}${lines}${rest}`;
  }
  process.files.write(configPath(process), config);
}

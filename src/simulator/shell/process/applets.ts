import type { ProgramTable } from '../../common/process.ts';
import type { Shell } from '../state/shell.ts';
import { searchPath } from './lookup.ts';

/** Applets whose model has another name. */
const MODELS: Record<string, string> = {
  df: 'busybox-df',
  egrep: 'grep',
  fgrep: 'grep',
  httpd: 'busybox-httpd',
  ls: 'busybox-ls',
  more: 'less',
  mount: 'busybox-mount',
  ps: 'busybox-ps',
  wc: 'busybox-wc',
  wget: 'busybox-wget',
};

const APPLETS = new Set(
  'ash awk base64 basename cat chmod chown clear cp cut date df diff dirname du echo egrep env false fgrep find grep gunzip gzip head hostname id kill less ln ls md5sum mkdir more mv od ping printf ps pwd readlink realpath rm rmdir sed seq sh sha256sum sleep sort stat su tail tar tee top touch tr true uname uniq vi wc wget which whoami xargs yes'.split(
    ' ',
  ),
);

/** BusyBox's own shell, under both of its names. */
export const isShellApplet = (name: string): boolean => name === 'sh' || name === 'ash' || name === '-sh';

/** Applets that are commands of BusyBox's shell as well, and have no model but those. */
export const isShellCommand = (name: string): boolean => name === 'test' || name === '[';

/** The model of an applet, if BusyBox has one of that name. */
export function appletModel(programs: ProgramTable, name: string): ProgramTable[string] | undefined {
  return APPLETS.has(name) || name in MODELS ? programs[MODELS[name] ?? name] : undefined;
}

/** The applets there are, as `busybox --list` sorts them. */
export function appletNames(programs: ProgramTable): string[] {
  const modelled = [...APPLETS, ...Object.keys(MODELS)].filter((name) => appletModel(programs, name));
  return [...new Set(['ash', 'sh', '[', 'test', ...modelled])].sort();
}

/**
 * The file that runs an applet for which PATH has none: BusyBox's shell starts itself anew under the applet's name
 * (FEATURE_SH_STANDALONE).
 */
export function ownApplet(shell: Shell, name: string): string | undefined {
  if (shell.flavour !== 'ash') return undefined;
  if (!isShellApplet(name) && !appletModel(shell.host.programs, name)) return undefined;
  return ['busybox', 'sh']
    .map((file) => searchPath(shell.files, '/bin:/usr/bin', shell.cwd, file).found)
    .find((file) => file !== undefined);
}

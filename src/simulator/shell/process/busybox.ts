import type { Process, Program } from '../../common/process.ts';
import { shellProgram } from './shell-program.ts';

/** Applets whose model has another name. */
const MODELS: Record<string, string> = {
  egrep: 'grep',
  fgrep: 'grep',
  httpd: 'busybox-httpd',
  more: 'less',
  '[': 'test',
  '[[': 'test',
};

const basename = (path: string): string => path.replace(/^.*\//, '');

/** The many programs in one file: which one runs is told by the name it is called by. */
export const busybox: Program = async (process) => {
  const called = basename(process.argv[0] ?? 'busybox');
  if (called !== 'busybox') return applet(process, called);
  const name = process.argv[1];
  if (name === undefined || name === '--help') {
    await process.stdout.write(`${BANNER}\n`);
    return 0;
  }
  if (name === '--list') {
    await process.stdout.write(`${appletNames(process).join('\n')}\n`);
    return 0;
  }
  return applet({ ...process, argv: process.argv.slice(1) }, basename(name));
};

const BANNER = 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.';

function appletNames(process: Process): string[] {
  return ['ash', 'sh', ...Object.keys(process.host.programs).filter((name) => APPLETS.has(name))].sort();
}

const APPLETS = new Set(
  'ash awk base64 basename cat chmod chown clear cp cut date df diff dirname du echo egrep env false fgrep find grep gunzip gzip head hostname id kill less ln ls md5sum mkdir more mv ping printf ps pwd readlink realpath rm rmdir sed seq sh sha256sum sleep sort stat su tail tar tee test top touch tr true uname uniq vi wc wget which whoami xargs yes'.split(
    ' ',
  ),
);

async function applet(process: Process, name: string): Promise<number> {
  if (name === 'sh' || name === 'ash' || name === '-sh') return shellProgram('ash')(process);
  const entry = process.host.programs[MODELS[name] ?? name];
  if (!entry || !(APPLETS.has(name) || name in MODELS)) {
    await process.stderr.write(`${name}: applet not found\n`);
    return 127;
  }
  return (await entry())(process);
}

import type { Process, Program } from '../../common/process.ts';
import { appletModel, appletNames, isShellApplet, isShellCommand } from './applets.ts';
import { busyboxWords } from './busybox-messages.ts';
import { shellProgram } from './shell-program.ts';

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
    await process.stdout.write(`${appletNames(process.host.programs).join('\n')}\n`);
    return 0;
  }
  return applet({ ...process, argv: process.argv.slice(1) }, basename(name));
};

const BANNER = 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.';

async function applet(process: Process, name: string): Promise<number> {
  if (isShellApplet(name)) return shellProgram('ash')(process);
  if (isShellCommand(name)) {
    return shellProgram('ash')({
      ...process,
      argv: ['sh', '-c', '"$@"', name, ...process.argv.with(0, name)],
    });
  }
  const entry = appletModel(process.host.programs, name);
  if (!entry) {
    await process.stderr.write(`${name}: applet not found\n`);
    return 127;
  }
  const program = await process.host.clock.loading(entry());
  const status = await program({ ...process, stderr: busyboxWords(process.stderr, BANNER) });
  // GNU's tar has a status of its own for what it cannot open.
  return name === 'tar' && status === 2 ? 1 : status;
}

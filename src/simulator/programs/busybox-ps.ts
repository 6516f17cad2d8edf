import type { ProcessEntry, Program } from '../common/process.ts';

/** BusyBox's column of a user: eight characters. */
const user = ({ user: name }: ProcessEntry): string => name.slice(0, 8).padEnd(8);

const COLUMNS: Record<string, { title: string; value(entry: ProcessEntry): string }> = {
  pid: { title: 'PID  ', value: ({ pid }) => String(pid).padStart(5) },
  ppid: { title: 'PPID ', value: ({ parent }) => String(parent).padStart(5) },
  user: { title: 'USER    ', value: user },
  comm: { title: 'COMMAND         ', value: ({ argv }) => argv[0]!.replace(/^.*\//, '').padEnd(16) },
  args: { title: 'COMMAND', value: ({ argv }) => argv.join(' ') },
  time: { title: 'TIME ', value: () => ' 0:00' },
};

/** BusyBox's ps: every process of the container, whatever options of other systems' ps are given. */
export const busyboxPs: Program = async (process) => {
  const at = process.argv.indexOf('-o');
  const names = at === -1 ? ['pid', 'user', 'time', 'args'] : (process.argv[at + 1] ?? '').split(',');
  const unknown = names.find((name) => !(name in COLUMNS));
  if (unknown !== undefined) {
    await process.stderr.write(
      `ps: bad -o argument '${unknown}', supported arguments: ${Object.keys(COLUMNS).sort().join(',')}\n`,
    );
    return 1;
  }
  const columns = names.map((name) => COLUMNS[name]!);
  const rows = [...process.host.processes.list()].sort((a, b) => a.pid - b.pid);
  const lines = rows.map((entry) => columns.map(({ value }) => value(entry)).join(' '));
  await process.stdout.write(
    [columns.map(({ title }) => title).join(' '), ...lines].map((line) => `${line.trimEnd()}\n`).join(''),
  );
  return 0;
};

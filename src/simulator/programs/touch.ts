import { absolute, command, Failure, forEach, missingOperand } from './support/program.ts';

/** touch(1). */
export const touch = command(
  { short: 'acmd:r:t:h', long: { 'no-create': 'c', 'date=': 'd', 'reference=': 'r' } },
  async (process, options) => {
    if (options.rest.length === 0) return missingOperand(process, 'missing file operand');
    let time = process.host.clock.now();
    const given = options.get('d');
    const stamp = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(options.get('t') ?? '');
    if (given !== undefined) {
      const at = /^@\d+$/.test(given)
        ? Number(given.slice(1)) * 1000
        : Date.parse(
            /\d{4}-\d\d-\d\d$/.test(given)
              ? given
              : given.replace(' ', 'T').replace(/(\d\d:\d\d(?::\d\d)?)$/, '$1Z'),
          );
      if (Number.isNaN(at)) throw new Failure(`invalid date format ‘${given}’`);
      time = at;
    } else if (stamp) {
      const [, y, mo, d, h, mi, s] = stamp.map(Number) as number[];
      time = Date.UTC(y!, mo! - 1, d!, h!, mi!, s || 0);
    }
    const reference = options.get('r');
    if (reference !== undefined) time = process.files.stat(absolute(process, reference)).mtime;
    return forEach(
      process,
      options.rest,
      (name) => {
        const path = absolute(process, name);
        if (!process.files.exists(path)) {
          if (options.has('c')) return;
          process.files.write(path, '', 0o644);
        }
        process.files.utimes(path, time);
      },
      (error, name) =>
        `${error.code === 'EACCES' || error.code === 'ENOENT' || error.code === 'ENOTDIR' ? `cannot touch '${name}'` : `setting times of '${name}'`}: ${error.message}`,
    );
  },
);

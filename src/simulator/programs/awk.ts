import type { Program } from '../common/process.ts';
import { borrowed } from './borrowed.ts';

const lent = borrowed('awk');

/** awk(1), lent; its `-v` may have the assignment attached. */
export const awk: Program = (process) => {
  const attached = process.argv.map((arg, i) => (i > 0 && /^-v./.test(arg) ? ['-v', arg.slice(2)] : [arg]));
  return lent({ ...process, argv: attached.flat() });
};

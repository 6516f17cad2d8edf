import type { Process, User } from '../common/process.ts';
import { groupName, groups } from './support/attributes.ts';
import { command, complain } from './support/program.ts';

function memberships(process: Process, user: User): number[] {
  const others = groups(process)
    .filter(({ name, members }) => members.includes(user.name) || user.groups.includes(name))
    .map(({ gid }) => gid);
  const nameless = user.groups.filter((name) => /^\d+$/.test(name)).map(Number);
  return [...new Set([user.gid, ...others, ...nameless])];
}

/** id(1). */
export const id = command(
  { short: 'ugGnr', long: { user: 'u', group: 'g', groups: 'G', name: 'n', real: 'r' } },
  async (process, options) => {
    const name = options.rest[0];
    const user = name === undefined ? process.user : process.host.users.find((one) => one.name === name);
    if (!user) {
      await complain(process, `‘${name}’: no such user`);
      return 1;
    }
    const named = options.has('n');
    const ids = memberships(process, user);
    const known = process.host.users.some(({ uid }) => uid === user.uid);
    let text: string;
    if (options.has('u')) text = named ? user.name : String(user.uid);
    else if (options.has('g')) text = named ? groupName(process, user.gid) : String(user.gid);
    else if (options.has('G'))
      text = ids.map((gid) => (named ? groupName(process, gid) : String(gid))).join(' ');
    else {
      const label = (gid: number) => {
        const group = groupName(process, gid);
        return group === String(gid) ? group : `${gid}(${group})`;
      };
      const uid = known ? `${user.uid}(${user.name})` : String(user.uid);
      text = `uid=${uid} gid=${label(user.gid)} groups=${ids.map(label).join(',')}`;
    }
    await process.stdout.write(`${text}\n`);
    return 0;
  },
);

/** whoami(1). */
export const whoami = command({ most: 0 }, async (process) => {
  const known = process.host.users.some(({ uid }) => uid === process.user.uid);
  if (!known) {
    await complain(process, `cannot find name for user ID ${process.user.uid}`);
    return 1;
  }
  await process.stdout.write(`${process.user.name}\n`);
  return 0;
});

/** groups(1): one's own, or those of the users that are named. */
export const groupsProgram = command({}, async (process, options) => {
  const names = (user: User) => memberships(process, user).map((gid) => groupName(process, gid));
  if (options.rest.length === 0) {
    await process.stdout.write(`${names(process.user).join(' ')}\n`);
    return 0;
  }
  let status = 0;
  for (const name of options.rest) {
    const user = process.host.users.find((one) => one.name === name);
    if (user) await process.stdout.write(`${name} : ${names(user).join(' ')}\n`);
    else {
      await complain(process, `‘${name}’: no such user`);
      status = 1;
    }
  }
  return status;
});

import { parse } from 'yaml';

const files = import.meta.glob<string>('../../content/worlds/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

interface WorldFile {
  /** The world that it begins as. */
  from?: string;
  machines: Record<string, unknown>;
}

/** The machines of a starting state, in their order. @throws Error when there is no such state */
export function machineNames(world: string): string[] {
  const { from, machines } = read(world);
  return Object.keys(from === undefined ? machines : { ...read(from).machines, ...machines });
}

function read(world: string): WorldFile {
  const text = files[`../../content/worlds/${world}.yaml`];
  if (text === undefined) throw new Error(`there is no world "${world}" in content/worlds`);
  return parse(text, { merge: true });
}

import { parse } from 'yaml';

const files = import.meta.glob<string>('../../content/worlds/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The machines of a starting state, in their order. @throws Error when there is no such state */
export function machineNames(world: string): string[] {
  const text = files[`../../content/worlds/${world}.yaml`];
  if (text === undefined) throw new Error(`there is no world "${world}" in content/worlds`);
  return Object.keys(parse(text, { merge: true }).machines);
}

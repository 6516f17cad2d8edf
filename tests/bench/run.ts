/** `npm run bench [-- NAME …]`: figures as tables, each beside a floor or a peer measured in the same run. */
const BENCHES: Record<string, () => Promise<{ bench(): Promise<void> }>> = {
  page: () => import('./page.ts'),
  command: () => import('./command.ts'),
  engine: () => import('./engine.ts'),
  registry: () => import('./registry.ts'),
  snapshot: () => import('./snapshot.ts'),
};

const names = process.argv.slice(2);
for (const name of names) {
  if (!BENCHES[name]) {
    process.stderr.write(`no bench "${name}": there are ${Object.keys(BENCHES).join(', ')}\n`);
    process.exit(2);
  }
}
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  process.stdout.write(`${name}\n\n`);
  const { bench } = await BENCHES[name]!();
  await bench();
}
process.exit(0);

export {};

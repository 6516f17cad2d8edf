/** `net_admin` and `CAP_NET_ADMIN` are one capability; `ALL` and `RESET` are none. */
function normalise(capability: string): string {
  const name = capability.trim().toUpperCase();
  return name === 'ALL' || name === 'RESET' || name.startsWith('CAP_') ? name : `CAP_${name}`;
}

/** What `--cap-add` and `--cap-drop` come to: `ALL` covers every other one, and what is added is not dropped. */
export function effectiveCapabilities(
  add: readonly string[],
  drop: readonly string[],
): { add: string[]; drop: string[] } {
  const [added, dropped] = [add, drop].map((given) => {
    const names = new Set(given.map(normalise));
    return names.has('ALL') ? new Set(['ALL']) : names;
  }) as [Set<string>, Set<string>];
  const sorted = (names: Iterable<string>) => [...names].filter((name) => name !== 'RESET').sort();
  return { add: sorted(added), drop: sorted([...dropped].filter((name) => !added.has(name))) };
}

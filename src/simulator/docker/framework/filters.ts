import type { Invocation } from './invocation.ts';

/** `--filter` values, each `name=value`, as the Engine API's `filters` parameter; `undefined` for none. */
export function filtersQuery(filters: readonly string[]): string | undefined {
  if (filters.length === 0) return undefined;
  const byName: Record<string, Record<string, boolean>> = {};
  for (const filter of filters) {
    const at = filter.indexOf('=');
    const name = filter.slice(0, at);
    byName[name] = { ...byName[name], [filter.slice(at + 1)]: true };
  }
  return JSON.stringify(byName);
}

/**
 * The filters of a prune command: its own, and those that config.json has for all of them. Of these, what is no
 * pair is passed over, and so is a label's condition unless the command line has opposite ones, all of other labels.
 */
export function pruneFilters({ flags, config }: Pick<Invocation, 'flags' | 'config'>): readonly string[] {
  const filters = new Set(flags.list('filter'));
  for (const filter of config.list('pruneFilters')) {
    const [, label, not, value] = /^(label)(!?)=(.*)$/s.exec(filter) ?? [];
    if (label) {
      const opposite = `label${not ? '' : '!'}=`;
      const others = [...filters].filter((one) => one.startsWith(opposite));
      // `ExactMatch` of the engine's filters finds anything where there are none of the name.
      if (others.length === 0 || others.includes(opposite + value)) continue;
    }
    if (filter.includes('=')) filters.add(filter);
  }
  return [...filters];
}

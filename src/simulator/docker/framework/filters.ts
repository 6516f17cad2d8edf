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

import { goRegExp } from '../go-regexp.ts';
import type { Container } from './container.ts';

/**
 * What `docker logs --details` puts before each line: the labels and variables that the log's options name.
 * @throws Error for a pattern that cannot be read
 */
export function logAttributes(container: Container): string {
  const { config, hostConfig } = container.data;
  const { Type: driver, Config: options } = hostConfig.LogConfig;
  if (driver !== 'json-file' || !options) return '';
  const found = new Map<string, string>();
  const choose = (values: readonly (readonly [string, string])[], names = '', pattern = '') => {
    const listed = names.split(',');
    const wanted = pattern === '' ? undefined : goRegExp(pattern);
    for (const [name, value] of values)
      if (listed.includes(name) || wanted?.test(name)) found.set(name, value);
  };
  choose(Object.entries(config.Labels ?? {}), options.labels, options['labels-regex']);
  choose((config.Env ?? []).flatMap(variable), options.env, options['env-regex']);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.map(queryEscape).join('='))
    .join(',');
}

function variable(entry: string): [string, string][] {
  const at = entry.indexOf('=');
  return at === -1 ? [] : [[entry.slice(0, at), entry.slice(at + 1)]];
}

/** As Go's `url.QueryEscape`. */
function queryEscape(text: string): string {
  const escaped = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return escaped.replaceAll('%20', '+');
}

/** `Ulimits` of the Engine API. */
export interface Ulimit {
  Name: string;
  Hard: number;
  Soft: number;
}

const NAMES = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

/**
 * `nofile=1024:2048`: soft and hard limit.
 * @throws Error with the reason
 */
export function parseUlimit(value: string): Ulimit {
  const at = value.indexOf('=');
  if (at === -1) throw new Error(`invalid ulimit argument: ${value}`);
  const name = value.slice(0, at);
  const limits = value.slice(at + 1);
  if (!NAMES.includes(name)) throw new Error(`invalid ulimit type: ${name}`);
  const [first = '', second, ...more] = limits.split(':');
  if (more.length > 0) {
    throw new Error(`too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``);
  }
  const hardGiven = second === undefined ? undefined : number(second);
  const soft = number(first);
  const hard = hardGiven ?? soft;
  if (hard !== -1 && (soft === -1 || soft > hard)) {
    const relation = soft === -1 ? `soft: -1 (unlimited), hard: ${hard}` : `${soft} > ${hard}`;
    throw new Error(`ulimit soft limit must be less than or equal to hard limit: ${relation}`);
  }
  return { Name: name, Hard: hard, Soft: soft };
}

function number(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

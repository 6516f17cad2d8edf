import { withoutDescriptions } from './help.ts';

/**
 * What a real engine changes from run to run, and nothing else. Each rule replaces one kind of value; ids and
 * digests are not dropped but collected, so that the comparison can hold them equal across the commands of a group.
 */

const NAMES =
  'admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy charming clever compassionate competent condescending confident cool cranky crazy dazzling determined distracted dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant focused friendly frosty funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry infallible inspiring intelligent interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying naughty nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive practical priceless quirky quizzical recursing relaxed reverent romantic sad serene sharp silly sleepy stoic strange stupefied suspicious sweet tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful zealous zen';

/** Years in which the recorded images were made: their times are fixed, not the run's. */
const FIXED_YEAR = /^202[345]/;

type Rule = readonly [pattern: RegExp, replacement: string | ((...match: string[]) => string)];

const RULES: readonly Rule[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<UUID>'],
  [
    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g,
    (time) => (FIXED_YEAR.test(time!) && !time!.includes('.') ? time! : '<TIME>'),
  ],
  [
    /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} UTC/g,
    (time) => (FIXED_YEAR.test(time!) ? time! : '<TIME>'),
  ],
  [/\b(?:Less than a second|About a minute|About an hour|\d+ (?:seconds?|minutes?|hours?)) ago/g, '<AGO>'],
  // The images' ages depend on the day of the recording.
  [/\b\d+ (?:days|weeks|months|years) ago/g, '<AGES AGO>'],
  [/\bUp (?:Less than a second|About a minute|About an hour|\d+ (?:seconds?|minutes?))/g, 'Up <DURATION>'],
  [/^(#\d+) \d+\.\d{3} /gm, '$1 <SECONDS> '],
  [/(?<![\w.])\d+\.\d+s\b/g, '<SECONDS>s'],
  [/<SECONDS>s done/g, 'done'],
  [/\d+(?:\.\d+)?[kMG]?B \/ (\d+(?:\.\d+)?[kMG]?B)/g, '<SO FAR> / $1'],
  [/(0\.0\.0\.0|\[::\]):(?:3[2-9]|4\d)\d{3}/g, '$1:<PORT>'],
  [/127\.0\.0\.1:\d{5}->/g, '127.0.0.1:<PORT>->'],
  [/read udp [\d.:]+->/g, 'read udp <ADDRESS>->'],
  [/\/tmp\/[a-z-]*\d{6,}/g, '/tmp/<TEMPORARY>'],
  [new RegExp(`\\b(?:${NAMES.replaceAll(' ', '|')})_[a-z]+\\b`, 'g'), '<NAME>'],
  [/\b[a-z0-9]{25}\b/g, '<BUILD REFERENCE>'],
  [/pid=\d+/g, 'pid=<PID>'],
  [/docker-import-\d+/g, 'docker-import-<NUMBER>'],
];

/** Values whose width changes the padding of a table's columns. */
const CHANGES_WIDTH = /<AGO>|<AGES AGO>|<DURATION>|<NAME>/;

/** Hexadecimal ids and digests: whole (64 characters) or short (12). */
const ID =
  /(?<![0-9a-f])(?:[0-9a-f]{64}|(?<![.:-])(?=[0-9a-f]*[a-f])[0-9a-f]{12}|(?<![.:])\d{12}(?=\s|$|:\s))(?![0-9a-f])/;
/**
 * Digests that the progress of a build cut off to fit the terminal, before the time at the line's end. Their first
 * digits are enough to hold them equal.
 */
const CUT_DIGEST = /(?<=\bsha256:)[0-9a-f]{12,63}(?= +(?:[\d.]+[kMG]?B \/ [\d.]+[kMG]?B +)?\d+\.\d+s$)/;
const EITHER = new RegExp(`${CUT_DIGEST.source}|${ID.source}`, 'gm');
/** The account number of the recorded ECR is a name, not an id. */
const NOT_IDS = new Set(['123456789012']);

/** Steps that a build took from its cache, one after the other. */
const CACHED_STEPS = /(?:#\d+ \[.*\n#\d+ CACHED\n\n){2,}/g;

/**
 * Steps that end at the same moment, as those do that a cached step needs, come in the order of a Go map: each time
 * another. Here they are sorted by name; what they are, and which numbers they take together, stays.
 */
function sortCachedSteps(steps: string): string {
  const blocks = steps.split('\n\n').slice(0, -1);
  const numbers = blocks.map((block) => /^#\d+/.exec(block)![0]);
  const names = blocks.map((block) => block.replace(/^#\d+ /gm, '')).sort();
  return names.map((name, i) => `${name.replace(/^/gm, `${numbers[i]} `)}\n\n`).join('');
}

export interface Normalised {
  text: string;
  /** The ids in the order they stand in the text. */
  ids: string[];
}

export function normalise(text: string): Normalised {
  const ids: string[] = [];
  let result = withoutDescriptions(text)
    .replace(CACHED_STEPS, sortCachedSteps)
    .replace(EITHER, (id) => {
      if (NOT_IDS.has(id) || /^0+$/.test(id)) return id;
      ids.push(id);
      return `<ID ${id.length}>`;
    });
  for (const [pattern, replacement] of RULES) result = result.replace(pattern, replacement as string);
  if (CHANGES_WIDTH.test(result)) result = result.replace(/ {2,}/g, '  ');
  return { text: result, ids };
}

/** A rule of BuildKit's garbage collection, as its API names the fields. */
export interface CollectionRule {
  all: boolean;
  filter: string[] | null;
  /** Nanoseconds. */
  keepDuration: number;
  maxUsedSpace: number;
  minFreeSpace: number;
  reservedSpace: number;
}

export const NANOSECONDS_AN_HOUR = 3600e9;

/** How the builder of an engine collects garbage by default: shares of the disk it lies on, of 256 GiB here. */
const DISK = 256 * 1024 ** 3;
const share = (percentage: number): number =>
  (Math.floor(Math.floor(DISK / percentage) / 1024 ** 3) + 1) * 1e9;
const RESERVED = share(10);
const TEMPORARY = Math.round((RESERVED / 100) * Math.E * Math.PI * ((1 + Math.sqrt(5)) / 2));
const SPACE = { maxUsedSpace: share(80), minFreeSpace: share(20), reservedSpace: RESERVED };

/** The rules, first to last. */
export const COLLECTION: readonly CollectionRule[] = [
  {
    all: false,
    filter: ['type==source.local,type==exec.cachemount,type==source.git.checkout'],
    keepDuration: 48 * NANOSECONDS_AN_HOUR,
    maxUsedSpace: TEMPORARY,
    minFreeSpace: 0,
    reservedSpace: 0,
  },
  { all: false, filter: null, keepDuration: 1440 * NANOSECONDS_AN_HOUR, ...SPACE },
  { all: false, filter: null, keepDuration: 0, ...SPACE },
  { all: true, filter: null, keepDuration: 0, ...SPACE },
];

import type { Vendor, VendorContext, VendorState } from '../vendor.ts';
import type { EcrDefinition } from './definition.ts';
import { createRegion } from './region.ts';
import type { EcrState } from './state.ts';

/**
 * Regions where ECR is, those of China and of governments apart.
 * https://docs.aws.amazon.com/general/latest/gr/ecr.html; from memory, unverified on 2026-11-28.
 */
const REGIONS = `us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2
ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1
ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1
me-central-1 me-south-1 sa-east-1`.split(/\s+/);

/** Every other registry of a region, and the other hosts of its APIs. */
const hostsOf = (region: string): string[] => [
  `*.dkr.ecr.${region}.amazonaws.com`,
  `*.ecr.${region}.amazonaws.com`,
  `*.${region}.amazonaws.com`,
];

interface Saved {
  home: unknown;
  others: Map<string, VendorState>;
}

/**
 * Amazon ECR: the region that a world speaks of, and behind their own hosts all others, where the account has nothing
 * yet. So a wrong region is not a name that is not there: a password of one region is refused in another (400), and
 * what is created there is there.
 */
export function createEcr(definition: EcrDefinition, context: VendorContext): Vendor {
  const home = createRegion(definition, context);
  const others = new Map<string, Vendor>();

  function regionOf(hostname: string): Vendor {
    const region = /([a-z0-9-]+)\.amazonaws\.com$/.exec(hostname)?.[1];
    if (region === undefined || region === definition.region || !REGIONS.includes(region)) return home;
    const known = others.get(region);
    if (known) return known;
    const made = createRegion({ ...definition, region, repositories: [], tokens: [] }, context);
    // Switches are the account's: a region begins with what they stand at.
    made.turn((home.snapshot().product as EcrState).knobs);
    others.set(region, made);
    return made;
  }

  return {
    ...home,
    hosts: [...home.hosts, ...new Set([definition.region, ...REGIONS].flatMap(hostsOf))],
    turn(knobs) {
      for (const one of [home, ...others.values()]) one.turn(knobs);
    },
    fetch: (request) => regionOf(new URL(request.url).hostname).fetch(request),
    snapshot() {
      const { registry, product } = home.snapshot();
      const saved: Saved = {
        home: product,
        others: new Map([...others].map(([region, one]) => [region, one.snapshot()])),
      };
      return { registry, product: saved };
    },
    restore({ registry, product }) {
      others.clear();
      // Worlds that were saved before there were other regions hold the state of the one alone.
      const saved = product as Saved | undefined;
      home.restore({ registry, product: saved?.home ?? product });
      for (const [region, state] of saved?.others ?? []) regionOf(`${region}.amazonaws.com`).restore(state);
    },
  };
}

import { NetworkError } from '../../common/network.ts';
import type { RegistryState } from '../../registry/index.ts';
import { TokenAuthority } from '../../registry/token.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from '../vendor.ts';
import { type AcrDefinition, acrSchema } from './definition.ts';
import { answerManagement } from './management.ts';
import { type AcrRegistry, createAcrRegistry } from './registry.ts';
import { type AcrState, newState, upToDate } from './state.ts';

const AZURE = ['management.azure.com', 'login.microsoftonline.com'];
const DOMAIN = '.azurecr.io';

interface Saved {
  own: AcrState;
  /** Registries made since the world began. */
  others: Map<string, { registry: RegistryState; state: AcrState }>;
}

/** Makes ACR: a subscription with one registry, and whatever others `az acr create` adds. */
export function createAcr(definition: AcrDefinition, context: VendorContext): Vendor {
  const { clock, random, origin, secret = WORLD_SECRET } = context;
  const now = (): number => clock.now();
  const azure = new TokenAuthority({
    issuer: 'https://sts.windows.net',
    service: 'https://management.azure.com',
    secret,
    lifetime: 24 * 60 * 60,
    now,
    newId: () => random.uuid(),
  });
  const own = createAcrRegistry(
    definition,
    context,
    azure,
    newState({
      anonymousPull: definition['anonymous-pull'],
      knobs: definition.knobs,
      created: definition.created ? now() : undefined,
      adminPassword: definition['admin-password'],
      sku: definition.sku,
    }),
  );
  const beginning = structuredClone(own.state);
  const others = new Map<string, AcrRegistry>();

  function make(name: string, state: AcrState): AcrRegistry {
    const settings = { ...definition, name, tokens: [], 'repository-tokens': [], locked: [] };
    const made = createAcrRegistry(settings, context, azure, state);
    others.set(name, made);
    return made;
  }

  /** The registry of a name, if it is there. */
  function find(name: string): AcrRegistry | undefined {
    if (name === own.name) return own.state.created === undefined ? undefined : own;
    return others.get(name);
  }

  const { registry } = own;
  return {
    hosts: [own.host, `*${DOMAIN}`, ...AZURE],
    tls: true,
    registry,
    async fetch(request) {
      const { hostname } = new URL(request.url);
      if (AZURE.includes(hostname)) {
        const all = [own, ...others.values()].filter(({ state }) => state.created !== undefined);
        const create = (name: string, state: AcrState): AcrRegistry => {
          if (name !== own.name) return make(name, state);
          own.state = { ...state, knobs: own.state.knobs };
          return own;
        };
        return answerManagement({ definition, azure, now, random, all, find, create }, request);
      }
      // A registry's name is made with it. Behind one listener, the host may be any.
      const found = hostname.endsWith(DOMAIN) ? find(hostname.slice(0, -DOMAIN.length)) : origin && own;
      if (!found) throw new NetworkError('no-such-host', hostname, '', 443);
      return found.fetch(request);
    },
    visibility: (name) => registry.repository(name) && (own.state.anonymousPull ? 'public' : 'private'),
    /** ACR knows it for the whole registry only. */
    setVisibility(_, visibility) {
      own.state.anonymousPull = visibility === 'public';
    },
    importImage: (image) => registry.importImage(image),
    turn(knobs) {
      own.state.knobs = acrSchema.shape.knobs.parse({ ...own.state.knobs, ...knobs });
    },
    snapshot() {
      const product: Saved = {
        own: own.state,
        others: new Map(
          [...others].map(([name, one]) => [name, { registry: one.registry.snapshot(), state: one.state }]),
        ),
      };
      return { registry: registry.snapshot(), product: structuredClone(product) };
    },
    restore(saved) {
      const product = structuredClone(saved.product) as Partial<Saved> | undefined;
      registry.restore(saved.registry);
      own.state = product?.own ? upToDate(product.own) : structuredClone(beginning);
      others.clear();
      for (const [name, { registry: content, state }] of product?.others ?? [])
        make(name, upToDate(state)).registry.restore(content);
    },
  };
}

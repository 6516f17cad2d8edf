import { z } from 'zod';
import { acrSchema } from './acr/definition.ts';
import { createAcr } from './acr/index.ts';
import { artifactRegistrySchema } from './artifact-registry/definition.ts';
import { createArtifactRegistry } from './artifact-registry/index.ts';
import { dockerHubSchema } from './docker-hub/definition.ts';
import { createDockerHub } from './docker-hub/index.ts';
import { ecrSchema } from './ecr/definition.ts';
import { createEcr } from './ecr/index.ts';
import { ghcrSchema } from './ghcr/definition.ts';
import { createGhcr } from './ghcr/index.ts';
import { gitlabSchema } from './gitlab/definition.ts';
import { createGitlab } from './gitlab/index.ts';
import { createPlain, plainSchema } from './plain.ts';
import type { Vendor, VendorContext } from './vendor.ts';

export type { BlobStore } from '../registry/index.ts';
export type { Vendor, VendorContext, VendorState } from './vendor.ts';

/**
 * A product as a world's YAML describes it: accounts with their passwords and tokens, repositories, switches. Each
 * product's file says what it knows.
 */
export const vendorDefinition = z.discriminatedUnion('vendor', [
  dockerHubSchema,
  ghcrSchema,
  ecrSchema,
  gitlabSchema,
  artifactRegistrySchema,
  acrSchema,
  plainSchema,
]);

export type VendorDefinition = z.output<typeof vendorDefinition>;

/**
 * Makes the product that a definition describes.
 * @example
 * createVendor(vendorDefinition.parse({ vendor: 'plain', host: 'localhost:5000', tls: false }), context)
 */
export function createVendor(definition: VendorDefinition, context: VendorContext): Vendor {
  switch (definition.vendor) {
    case 'docker-hub':
      return createDockerHub(definition, context);
    case 'ghcr':
      return createGhcr(definition, context);
    case 'ecr':
      return createEcr(definition, context);
    case 'gitlab':
      return createGitlab(definition, context);
    case 'artifact-registry':
      return createArtifactRegistry(definition, context);
    case 'acr':
      return createAcr(definition, context);
    case 'plain':
      return createPlain(definition, context);
  }
}

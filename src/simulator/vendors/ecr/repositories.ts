import { z } from 'zod';
import { ECR_FACTS } from './definition.ts';
import { EcrError } from './errors.ts';
import { readPolicy } from './lifecycle.ts';
import { type Ecr, type EcrRepository, newRepository, repositoryArn } from './state.ts';

const NAME = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';

/** The settings of a repository that must be there. @throws EcrError */
export function requireRepository({ state, definition }: Ecr, name: string): EcrRepository {
  const found = state.repositories.get(name);
  if (found) return found;
  throw new EcrError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${definition.account}'`,
  );
}

function describe(ecr: Ecr, name: string): Record<string, unknown> {
  const { definition, host } = ecr;
  const { created, immutable, scanOnPush } = requireRepository(ecr, name);
  return {
    repositoryArn: repositoryArn(definition, name),
    registryId: definition.account,
    repositoryName: name,
    repositoryUri: `${host}/${name}`,
    createdAt: created / 1000,
    imageTagMutability: immutable ? 'IMMUTABLE' : 'MUTABLE',
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: { encryptionType: 'AES256' },
  };
}

const mutability = z.enum(['MUTABLE', 'IMMUTABLE']);
const named = z.object({ repositoryName: z.string() });

const createInput = named.extend({
  imageTagMutability: mutability.default('MUTABLE'),
  imageScanningConfiguration: z.object({ scanOnPush: z.boolean().default(false) }).optional(),
});

/** `CreateRepository` */
export function createRepository(ecr: Ecr, input: unknown): unknown {
  const { repositoryName: name, imageTagMutability, imageScanningConfiguration } = createInput.parse(input);
  if (!new RegExp(`^${NAME}$`).test(name)) {
    throw new EcrError(
      'InvalidParameterException',
      `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME}''`,
    );
  }
  if (ecr.state.repositories.has(name)) {
    throw new EcrError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${ecr.definition.account}'`,
    );
  }
  const most = ecr.state.knobs['max-repositories'] ?? ECR_FACTS.repositories;
  if (ecr.state.repositories.size >= most) {
    // The exception is the API's; its sentence follows that of images (unverified).
    throw new EcrError(
      'LimitExceededException',
      `The registry with id '${ecr.definition.account}' already has the maximum allowed number of repositories which is '${most}'`,
    );
  }
  const settings = {
    immutable: imageTagMutability === 'IMMUTABLE',
    scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
  };
  ecr.state.repositories.set(name, newRepository(ecr.now(), settings));
  return { repository: describe(ecr, name) };
}

/** `DescribeRepositories` */
export function describeRepositories(ecr: Ecr, input: unknown): unknown {
  const { repositoryNames } = z.object({ repositoryNames: z.array(z.string()).optional() }).parse(input);
  const names = repositoryNames ?? [...ecr.state.repositories.keys()].sort();
  return { repositories: names.map((name) => describe(ecr, name)) };
}

/** `DeleteRepository` */
export function deleteRepository(ecr: Ecr, input: unknown): unknown {
  const { repositoryName: name, force } = named.extend({ force: z.boolean().default(false) }).parse(input);
  const { encryptionConfiguration: _, imageScanningConfiguration: __, ...repository } = describe(ecr, name);
  if (!force && (ecr.registry.repository(name)?.manifests.size ?? 0) > 0) {
    throw new EcrError(
      'RepositoryNotEmptyException',
      `The repository with name '${name}' in registry with id '${ecr.definition.account}' cannot be deleted because it still contains images`,
    );
  }
  ecr.state.repositories.delete(name);
  ecr.registry.deleteRepository(name);
  return { repository };
}

/** `PutImageTagMutability` */
export function putImageTagMutability(ecr: Ecr, input: unknown): unknown {
  const { repositoryName, imageTagMutability } = named
    .extend({ imageTagMutability: mutability })
    .parse(input);
  requireRepository(ecr, repositoryName).immutable = imageTagMutability === 'IMMUTABLE';
  return { registryId: ecr.definition.account, repositoryName, imageTagMutability };
}

/** `PutImageScanningConfiguration` */
export function putImageScanningConfiguration(ecr: Ecr, input: unknown): unknown {
  const { repositoryName, imageScanningConfiguration } = named
    .extend({ imageScanningConfiguration: z.object({ scanOnPush: z.boolean() }) })
    .parse(input);
  requireRepository(ecr, repositoryName).scanOnPush = imageScanningConfiguration.scanOnPush;
  return { registryId: ecr.definition.account, repositoryName, imageScanningConfiguration };
}

/** `PutLifecyclePolicy`: carried out within a day, not at once. */
export function putLifecyclePolicy(ecr: Ecr, input: unknown): unknown {
  const { repositoryName, lifecyclePolicyText } = named
    .extend({ lifecyclePolicyText: z.string() })
    .parse(input);
  const repository = requireRepository(ecr, repositoryName);
  readPolicy(lifecyclePolicyText);
  repository.lifecycle = { text: lifecyclePolicyText, evaluated: ecr.now() };
  return { registryId: ecr.definition.account, repositoryName, lifecyclePolicyText };
}

/** `GetLifecyclePolicy` */
export function getLifecyclePolicy(ecr: Ecr, input: unknown): unknown {
  const { repositoryName } = named.parse(input);
  const { lifecycle } = requireRepository(ecr, repositoryName);
  const registryId = ecr.definition.account;
  if (!lifecycle) {
    throw new EcrError(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${repositoryName}' in the registry with id '${registryId}'`,
    );
  }
  const { text, evaluated } = lifecycle;
  return { registryId, repositoryName, lifecyclePolicyText: text, lastEvaluatedAt: evaluated / 1000 };
}

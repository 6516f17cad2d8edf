import { z } from 'zod';
import { type Access, createRegistry, RegistryError } from '../registry/index.ts';
import { basicCredentials } from '../registry/token.ts';
import { text } from './respond.ts';
import { accountName, repositoryName, time } from './schema.ts';
import { snapshots } from './state.ts';
import type { Vendor, VendorContext } from './vendor.ts';

/** An IAM action, perhaps with wildcards: `ecr:*`, `ecr:Batch*`. */
const action = z
  .string()
  .regex(/^[a-z0-9-]+:[A-Za-z*]+$|^\*$/, 'an IAM action such as ecr:BatchGetImage, or ecr:*');

/** Amazon Elastic Container Registry of one account in one region. */
export const ecrSchema = z.strictObject({
  vendor: z.literal('ecr'),
  /** The AWS account's number. */
  account: z.string().regex(/^\d{12}$/, 'an AWS account is twelve digits'),
  region: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region such as us-east-1')
    .default('us-east-1'),
  users: z
    .array(z.strictObject({ name: accountName, actions: z.array(action).default(['ecr:*']) }))
    .default([]),
  /** Passwords for `docker login -u AWS`, as `aws ecr get-login-password` prints them. */
  tokens: z
    .array(
      z.strictObject({
        token: z.string().min(1),
        user: accountName,
        /** Twelve hours after it was made; one without an end never expires. */
        expires: time.optional(),
        /** What it may do where that is less than its user may. */
        actions: z.array(action).optional(),
      }),
    )
    .default([]),
  repositories: z
    .array(
      z.strictObject({
        name: repositoryName,
        /** A tag that exists may not be moved. */
        immutable: z.boolean().default(false),
      }),
    )
    .default([]),
  knobs: z
    .strictObject({
      /** Which of ECR's two wordings refuses a tag that exists: before 2025 it spoke of the repository. */
      immutable: z.enum(['repository', 'tag']).default('repository'),
      /** Refusals come without a body, as some did. */
      'empty-refusals': z.boolean().default(false),
    })
    .prefault({}),
});

type EcrDefinition = z.output<typeof ecrSchema>;

interface EcrState {
  repositories: Map<string, { immutable: boolean }>;
  knobs: EcrDefinition['knobs'];
}

interface Session {
  user: string;
  actions: string[];
}

/** The API call that each request to the registry counts as (docs.aws.amazon.com, "Actions ... for Amazon ECR"). */
function apiCall({ request, route }: Access): string {
  const { method } = request;
  switch (route.kind) {
    case 'manifest':
      return method === 'PUT' ? 'PutImage' : method === 'DELETE' ? 'BatchDeleteImage' : 'BatchGetImage';
    case 'blob':
      return method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer';
    case 'uploads':
      return 'InitiateLayerUpload';
    case 'upload':
      return method === 'PUT' ? 'CompleteLayerUpload' : 'UploadLayerPart';
    default:
      return 'ListImages';
  }
}

function isAllowed(actions: string[], call: string): boolean {
  return actions.some((pattern) => {
    const expression = pattern.replaceAll('*', '.*');
    return new RegExp(`^${expression}$`).test(`ecr:${call}`);
  });
}

/** Makes ECR. */
export function createEcr(definition: EcrDefinition, { clock, random, blobs }: VendorContext): Vendor {
  const { account, region } = definition;
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  let state: EcrState = {
    repositories: new Map(definition.repositories.map(({ name, immutable }) => [name, { immutable }])),
    knobs: definition.knobs,
  };

  /** Who logged in, or the answer that refuses. */
  function sessionOf(request: Request): Session | Response {
    const given = basicCredentials(request);
    if (!given) {
      return text(401, 'Not Authorized\n', {
        'WWW-Authenticate': `Basic realm="https://${host}/",service="ecr.amazonaws.com"`,
      });
    }
    const token = definition.tokens.find((candidate) => candidate.token === given.password);
    if (given.username !== 'AWS' || !token) return text(400, 'Bad Request\n');
    if (token.expires !== undefined && token.expires <= clock.now()) {
      throw new RegistryError('DENIED', {
        message: 'Your authorization token has expired. Reauthenticate and try again.',
      });
    }
    const user = definition.users.find(({ name }) => name === token.user);
    return { user: token.user, actions: token.actions ?? user?.actions ?? ['ecr:*'] };
  }

  function authorize(access: Access): Response | undefined {
    const session = sessionOf(access.request);
    if (session instanceof Response) return session;
    const { route } = access;
    if (!('repository' in route)) {
      return access.action === 'list' ? text(405, 'Method Not Allowed\n') : undefined;
    }
    const call = apiCall(access);
    if (!isAllowed(session.actions, call)) return forbid(session, call, route.repository);
    requireRepository(route.repository);
    if (route.kind === 'manifest') {
      if (call === 'PutImage') requireMutable(route.repository, route.reference);
      else if (!registry.repository(route.repository)?.resolve(route.reference)) {
        throw new RegistryError('MANIFEST_UNKNOWN', { message: 'Requested image not found' });
      }
    }
    return undefined;
  }

  function forbid({ user }: Session, call: string, repository: string): Response {
    if (state.knobs['empty-refusals']) return new Response(null, { status: 403 });
    throw new RegistryError('DENIED', {
      message:
        `User: arn:aws:iam::${account}:user/${user} is not authorized to perform: ecr:${call} ` +
        `on resource: arn:aws:ecr:${region}:${account}:repository/${repository} ` +
        `because no identity-based policy allows the ecr:${call} action`,
    });
  }

  function requireRepository(name: string): void {
    if (state.repositories.has(name)) return;
    throw new RegistryError('NAME_UNKNOWN', {
      message: `The repository with name '${name}' does not exist in the registry with id '${account}'`,
    });
  }

  function requireMutable(name: string, reference: string): void {
    if (!state.repositories.get(name)?.immutable || !registry.repository(name)?.tags.has(reference)) return;
    throw new RegistryError('TAG_INVALID', {
      message:
        `The image tag '${reference}' already exists in the '${name}' repository ` +
        `and cannot be overwritten because the ${state.knobs.immutable} is immutable.`,
    });
  }

  const registry = createRegistry({
    blobs,
    now: () => clock.now(),
    newId: () => random.uuid(),
    sparse: false,
    authorizer: { authorize, mayRead: (_, name) => state.repositories.has(name) },
  });

  return {
    hosts: [host],
    tls: true,
    registry,
    fetch: (request) => registry.fetch(request),
    visibility: (name) => (state.repositories.has(name) ? 'private' : undefined),
    setVisibility() {},
    importImage(image) {
      const { repository } = image;
      if (!state.repositories.has(repository)) state.repositories.set(repository, { immutable: false });
      return registry.importImage(image);
    },
    turn(knobs) {
      state.knobs = ecrSchema.shape.knobs.parse({ ...state.knobs, ...knobs });
    },
    ...snapshots(
      registry,
      () => state,
      (saved) => {
        state = saved;
      },
    ),
  };
}

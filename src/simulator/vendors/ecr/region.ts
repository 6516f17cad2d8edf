import { digestOf } from '../../common/digest.ts';
import { type Access, createRegistry, RegistryError } from '../../registry/index.ts';
import { basicCredentials, TokenAuthority } from '../../registry/token.ts';
import { text } from '../respond.ts';
import { snapshots } from '../state.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from '../vendor.ts';
import { answerApi } from './api.ts';
import { ECR_FACTS, type EcrDefinition, ecrSchema } from './definition.ts';
import { type Caller, callerOf, refusal } from './iam.ts';
import { carryOutPolicies } from './lifecycle.ts';
import { decodePassword, encodePassword } from './password.ts';
import { scanImage } from './scan.ts';
import { type Ecr, type EcrState, newRepository, quotaRefusal } from './state.ts';
import { answerSts } from './sts.ts';

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

/** Makes ECR in one region. */
export function createRegion(definition: EcrDefinition, context: VendorContext): Vendor {
  const { clock, random, blobs, secret = WORLD_SECRET } = context;
  const { account, region } = definition;
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  const hosts = [
    host,
    `api.ecr.${region}.amazonaws.com`,
    `ecr.${region}.amazonaws.com`,
    `sts.${region}.amazonaws.com`,
    'sts.amazonaws.com',
  ];
  const now = (): number => clock.now();
  let state: EcrState = {
    repositories: new Map(
      definition.repositories.map(({ name, immutable, shared, 'scan-on-push': scanOnPush }) => [
        name,
        newRepository(now(), { immutable, scanOnPush, shared }),
      ]),
    ),
    knobs: definition.knobs,
  };
  const authority = new TokenAuthority({
    issuer: `ecr.${region}.amazonaws.com`,
    service: 'ecr.amazonaws.com',
    secret,
    lifetime: ECR_FACTS.passwordLifetime,
    now,
    newId: () => random.hex(64),
  });

  /** Who logged in, or the answer that refuses. A password of `get-login-password` is signed, not kept. */
  function sessionOf(request: Request): Caller | Response {
    const asked = registryHost(request);
    const given = basicCredentials(request);
    if (!given) {
      return text(401, 'Not Authorized\n', {
        'WWW-Authenticate': `Basic realm="https://${asked ?? host}/",service="ecr.amazonaws.com"`,
      });
    }
    if (given.username !== 'AWS') return text(400, 'Bad Request\n');
    const token = definition.tokens.find((candidate) => candidate.token === given.password);
    if (token) {
      if (token.expires !== undefined && token.expires <= now()) throw expired();
      return callerOf(definition, token.user, token.actions);
    }
    const verdict = authority.verify(decodePassword(given.password));
    if ('claims' in verdict) return callerOf(definition, verdict.claims.sub);
    if (verdict.failure === 'expired') throw expired();
    return text(400, 'Bad Request\n');
  }

  async function authorize(access: Access): Promise<Response | undefined> {
    const session = sessionOf(access.request);
    if (session instanceof Response) return session;
    const { route } = access;
    if (!('repository' in route)) {
      return access.action === 'list' ? text(405, 'Method Not Allowed\n') : undefined;
    }
    const call = apiCall(access);
    const of = registryHost(access.request)?.slice(0, account.length) ?? account;
    // Of another account's registry nothing is known, not even whether the repository is there.
    const repository = of === account ? state.repositories.get(route.repository) : undefined;
    const refused = refusal({ ...definition, account: of }, session, call, route.repository, repository);
    if (refused !== undefined) return forbid(refused);
    requireRepository(route.repository);
    if (route.kind === 'manifest') {
      if (call === 'PutImage') {
        requireMutable(route.repository, route.reference);
        return requireRoom(access.request, route.repository, route.reference);
      }
      if (!registry.repository(route.repository)?.resolve(route.reference)) {
        throw new RegistryError('MANIFEST_UNKNOWN', { message: 'Requested image not found' });
      }
    }
    return undefined;
  }

  function forbid(message: string): Response {
    if (state.knobs['empty-refusals']) {
      // Of JSON in name: without a type, clients would not look into the body.
      return new Response(null, { status: 403, headers: { 'Content-Type': 'application/json' } });
    }
    throw new RegistryError('DENIED', { message });
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

  /** A repository that is full takes no new manifest. */
  async function requireRoom(request: Request, name: string, reference: string): Promise<undefined> {
    const digest = digestOf(new Uint8Array(await request.clone().arrayBuffer()));
    const tag = reference.includes(':') ? undefined : reference;
    const message = quotaRefusal(ecr, name, digest, tag);
    if (message !== undefined) throw new RegistryError('DENIED', { message });
  }

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: { authorize, mayRead: (_, name) => state.repositories.has(name) },
  });

  const ecr: Ecr = {
    definition,
    get state() {
      return state;
    },
    registry,
    blobs,
    host,
    now,
    password: ({ name }) => encodePassword(authority.issue(name, []), now()),
  };

  /** Images of a repository that asks for it are scanned as they come. */
  async function scanPushed(request: Request, response: Response): Promise<void> {
    const name = /^\/v2\/(.+)\/manifests\/[^/]+$/.exec(new URL(request.url).pathname)?.[1];
    const digest = response.headers.get('docker-content-digest');
    if (request.method !== 'PUT' || !response.ok || name === undefined || digest === null) return;
    if (state.repositories.get(name)?.scanOnPush) await scanImage(ecr, name, digest);
  }

  return {
    hosts,
    tls: true,
    registry,
    async fetch(request) {
      carryOutPolicies(ecr);
      const { pathname, hostname } = new URL(request.url);
      // Behind one listener all hosts are one: each API is known by its protocol.
      if (request.headers.has('x-amz-target')) return answerApi(ecr, request);
      if (pathname === '/' && request.method === 'POST') return answerSts(definition, request);
      if (hosts.indexOf(hostname) > 0) return text(404, '<UnknownOperationException/>\n');
      const response = await registry.fetch(request);
      await scanPushed(request, response);
      return response;
    },
    visibility: (name) => (state.repositories.has(name) ? 'private' : undefined),
    setVisibility() {},
    importImage(image) {
      const { repository } = image;
      if (!state.repositories.has(repository)) {
        state.repositories.set(repository, newRepository(now()));
      }
      return registry.importImage(image);
    },
    turn(knobs) {
      state.knobs = ecrSchema.shape.knobs.parse({ ...state.knobs, ...knobs });
    },
    ...snapshots(
      registry,
      () => state,
      (saved) => {
        const repositories = [...saved.repositories].map(
          ([name, one]) => [name, newRepository(one.created ?? now(), one)] as const,
        );
        state = { ...saved, repositories: new Map(repositories) };
      },
    ),
  };
}

/** The registry that a request names by its host; nothing where one listener answers for all. */
function registryHost(request: Request): string | undefined {
  const { hostname } = new URL(request.url);
  return /^\d{12}\.dkr\.ecr\./.test(hostname) ? hostname : undefined;
}

const expired = (): RegistryError =>
  new RegistryError('DENIED', {
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  });

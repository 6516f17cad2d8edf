import { Hono } from 'hono';
import { buildRoutes } from './build/routes.ts';
import { type BuildState, BuildStore } from './build/store.ts';
import { containerRoutes } from './containers/routes.ts';
import { ContainerStore, type ContainersState } from './containers/store.ts';
import type { EngineContext, Machine } from './context.ts';
import { Slots } from './distribution/retry.ts';
import { ApiError, messageOf } from './errors.ts';
import { type EngineEvent, EventLog } from './events.ts';
import { imageRoutes } from './images/routes.ts';
import { ImageStore, type ImagesState } from './images/store.ts';
import { systemRoutes } from './system/routes.ts';
import { checkVersion, versionOf } from './version.ts';

/** Everything an engine holds, as plain data. Bytes are named by digest and stay in the blob store. */
export interface EngineState {
  id: string;
  images: ImagesState;
  containers: ContainersState;
  builds: BuildState;
  events: EngineEvent[];
}

export interface EngineOptions extends Machine {
  /** Where to go on from. */
  state?: EngineState;
}

/** A docker daemon: the Docker Engine API v1.50 as a function. */
export interface Engine {
  fetch(request: Request): Promise<Response>;
  snapshot(): EngineState;
  /** Goes back to a snapshot. What ran then runs again, from its start. */
  restore(state: EngineState): void;
  /** Ends every process and gives the machine's ports back. The engine is not to be used after. */
  stop(): void;
}

/**
 * Makes a machine's engine.
 *
 * ```ts
 * const engine = createEngine({ hostname: 'laptop', architecture: 'amd64', clock, random, network, runner, blobs, files });
 * await engine.fetch(new Request('http://docker/v1.50/images/json'));
 * ```
 */
export function createEngine({ state, ...machine }: EngineOptions): Engine {
  let daemon = startDaemon(machine, state);
  return {
    fetch: async (request) => daemon.app.fetch(request),
    snapshot: () => {
      const { id, images, containers, builds, events } = daemon.context;
      return {
        id,
        images: images.snapshot(),
        containers: containers.snapshot(),
        builds: builds.snapshot(),
        events: events.snapshot(),
      };
    },
    restore: (saved) => {
      daemon.context.containers.abandon();
      daemon = startDaemon(machine, saved);
    },
    stop: () => daemon.context.containers.abandon(),
  };
}

/**
 * A daemon of its own for each state that the engine goes on from: what is still under way in the one before it (a
 * pull, a build) ends there, and changes nothing here.
 */
function startDaemon(
  machine: Machine,
  state: EngineState | undefined,
): { context: EngineContext; app: Hono } {
  const drawn = machine.random.state;
  const context = createContext(machine);
  if (state) {
    context.id = state.id;
    context.images.restore(state.images);
    context.containers.restore(state.containers);
    context.builds.restore(state.builds);
    context.events.restore(state.events);
    // Going on from a state changes nothing, the world's random numbers neither.
    machine.random.state = drawn;
  }
  const app = new Hono({ getPath: (request) => versionOf(new URL(request.url).pathname).path });
  app.use(async (c, next) => {
    checkVersion(versionOf(new URL(c.req.url).pathname).version);
    await next();
  });
  app.route('/', systemRoutes(context));
  app.route('/', imageRoutes(context));
  app.route('/', containerRoutes(context));
  app.route('/', buildRoutes(context));
  app.notFound(() => answerError(404, 'page not found'));
  app.onError((error) => answerError(error instanceof ApiError ? error.status : 500, messageOf(error)));
  return { context, app };
}

function createContext(machine: Machine): EngineContext {
  const context = {
    ...machine,
    id: machine.random.uuid(),
    events: new EventLog(machine.clock),
  } as EngineContext;
  // The daemon's max-concurrent-downloads and max-concurrent-uploads.
  context.downloads = new Slots(3);
  context.uploads = new Slots(5);
  context.images = new ImageStore(context);
  context.containers = new ContainerStore(context);
  context.builds = new BuildStore(context);
  return context;
}

function answerError(status: number, message: string): Response {
  return new Response(`${JSON.stringify({ message })}\n`, {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

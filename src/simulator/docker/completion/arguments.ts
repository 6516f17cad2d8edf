import { listContexts } from '../context/store.ts';
import { DIRECTIVE } from '../framework/complete.ts';
import {
  active,
  connected,
  containers,
  images,
  networks,
  paused,
  running,
  type Source,
  stopped,
  toRemove,
  volumes,
} from './objects.ts';

/** The names of all contexts. */
export const contextNames: Source = async ({ process, globals }) =>
  [...listContexts(process, globals).map(({ Name }) => Name), 'default'].sort();

/** What one argument after the other may be; unless `once`, the last source goes for all that follow too. */
interface Arguments {
  sources: readonly Source[];
  once?: boolean;
}

const each = (...sources: Source[]): Arguments => ({ sources });
const once = (...sources: Source[]): Arguments => ({ sources, once: true });

/** What the arguments of commands name in the engine; by the first path of the command. */
export const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  'container attach': each(active),
  'container commit': each(running),
  'container create': each(images),
  'container diff': each(running),
  'container exec': each(active),
  'container export': each(containers),
  'container inspect': each(containers),
  'container kill': each(running),
  'container logs': each(containers),
  'container pause': each(active),
  'container port': each(running),
  'container rename': each(containers),
  'container restart': each(containers),
  'container rm': each(toRemove),
  'container run': once(images),
  'container start': each(stopped),
  'container stats': each(running),
  'container stop': each(running),
  'container top': each(running),
  'container unpause': each(paused),
  'container update': each(containers),
  'container wait': each(running),
  'image history': once(images),
  'image inspect': each(images),
  'image push': once(images),
  'image rm': each(images),
  'image save': each(images),
  'image tag': each(images),
  'network connect': once(networks, containers),
  'network disconnect': once(networks, connected),
  'network inspect': each(networks),
  'network rm': each(networks),
  'volume inspect': each(volumes),
  'volume rm': each(volumes),
  'volume update': each(volumes),
  'context inspect': each(contextNames),
  'context rm': each(contextNames),
  'context use': once(contextNames),
};

/** Commands of which the CLI knows nothing, so that the shell offers its files. */
const FILES =
  /^(?:container cp|image (?:import|ls)|logout|search|network prune|manifest .*|buildx (?!build$).*|help|bake)$/;

/** What the shell may do where {@link ARGUMENTS} has nothing. */
export function directiveFor(path: string): number {
  if (path === 'buildx build' || path === 'builder build' || path === 'image build') {
    return DIRECTIVE.directories;
  }
  return FILES.test(path) ? DIRECTIVE.fileNames : DIRECTIVE.noFileNames;
}

import type { World } from '../../src/simulator/world/index.ts';

/** Words that a JavaScript mistake prints, and no docker ever does. */
const BROKEN =
  /\b(?:Type|Range|Reference|Syntax)Error\b|Cannot read propert|is not a function|is not iterable|is not defined|\[object [A-Z]|undefined is not|Maximum call stack|Cannot access '|Converting circular|Invalid array length|\bat .+\.ts:\d+/;

/** What is wrong with what a command printed; `undefined` when nothing. */
export function complaintAboutOutput(output: string): string | undefined {
  const found = BROKEN.exec(output);
  return found ? `it printed "${found[0]}"` : undefined;
}

/** What is wrong with a world; `undefined` when nothing. */
export function complaintAboutWorld(world: World): string | undefined {
  const { machines, registries } = world.snapshot();
  for (const { engine } of Object.values(machines)) {
    if (!engine) continue;
    const { images, references, layers } = engine.images;
    const ids = new Set(images.map(({ id }) => id));
    for (const [reference, id] of references) {
      if (!ids.has(id)) return `${reference} names the image ${id}, which is not there`;
    }
    const held = new Map(layers.map((layer) => [layer.chainId, layer]));
    for (const id of ids) {
      const config = world.blobs.get(id);
      if (!config) return `the config of the image ${id} is lost`;
      let parent = '';
      for (const diffId of JSON.parse(new TextDecoder().decode(config)).rootfs.diff_ids ?? []) {
        const layer = [...held.values()].find((one) => one.diffId === diffId && one.parent === parent);
        if (!layer) return `the layer ${diffId} of the image ${id} is lost`;
        parent = layer.chainId;
      }
    }
  }
  for (const { state } of registries) {
    for (const { name, tags, manifests } of state.registry.repositories) {
      const known = new Set(manifests.map(([digest]) => digest));
      for (const [tag, { digest }] of tags) {
        if (!known.has(digest)) return `${name}:${tag} names the manifest ${digest}, which is not there`;
      }
      for (const digest of known)
        if (!world.blobs.has(digest)) return `the manifest ${digest} of ${name} is lost`;
    }
  }
  return undefined;
}

import type { Descriptor } from '../distribution/repository.ts';
import type { ImageConfig } from '../images/config.ts';

/** An image that a stage begins with, as far as its metadata tells. */
export interface BaseImage {
  /** As the progress shows it; with a digest when the registry was asked. */
  reference: string;
  config: ImageConfig;
  /** Chain ID of its layers, `''` for none: the same image by another name is the same base. */
  chainId: string;
  /** Where its layers can be had when the engine lacks them; nothing for one of the engine's own images. */
  remote?: RemoteImage;
}

export interface RemoteImage {
  /** `registry/repository`, without a tag. */
  repository: string;
  /** What the tag led to: an index, or the manifest itself. */
  root: Descriptor;
  manifest: Descriptor;
  config: Descriptor;
  layers: Descriptor[];
}

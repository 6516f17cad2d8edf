import { parseReference, referenceString } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { ImageConfig } from '../images/config.ts';
import { chainIdOf } from '../images/layers.ts';
import { matchPlatform, type Platform } from '../platform.ts';
import type { BaseImage } from './base-image.ts';
import type { RegistryClient } from './registry-client.ts';
import type { BuildTrace } from './trace.ts';

/** Finds out what the images are that a build begins with; each is looked up once. */
export class BaseResolver {
  private readonly context: EngineContext;
  private readonly client: RegistryClient;
  private readonly trace: BuildTrace;
  private readonly pull: boolean;
  private readonly found = new Map<string, Promise<BaseImage>>();

  /** @param pull ask the registry even for images that the engine has */
  constructor(context: EngineContext, client: RegistryClient, trace: BuildTrace, pull: boolean) {
    this.context = context;
    this.client = client;
    this.trace = trace;
    this.pull = pull;
  }

  /** @param label what the progress puts before it */
  resolve(reference: string, platform: Platform, label = 'internal'): Promise<BaseImage> {
    const key = `${reference} ${JSON.stringify(platform)}`;
    const known = this.found.get(key);
    if (known) return known;
    const work = this.lookUp(reference, platform, label);
    this.found.set(key, work);
    return work;
  }

  private async lookUp(reference: string, platform: Platform, label: string): Promise<BaseImage> {
    const vertex = this.trace.start(`[${label}] load metadata for ${reference}`);
    try {
      const image = this.local(reference, platform) ?? (await this.remote(reference, platform));
      vertex.complete();
      return image;
    } catch (error) {
      vertex.fail((error as Error).message);
      throw error;
    }
  }

  private local(reference: string, platform: Platform): BaseImage | undefined {
    if (this.pull) return undefined;
    const { images } = this.context;
    const image = images.get(images.references.get(parseReference(reference)) ?? '');
    if (!image || matchPlatform(platform, image.config) < 0) return undefined;
    return { reference, config: image.config, chainId: image.chainId };
  }

  private async remote(text: string, platform: Platform): Promise<BaseImage> {
    const reference = parseReference(text);
    const { configBytes, ...remote } = await this.client.resolve(reference, platform);
    const config = JSON.parse(new TextDecoder().decode(configBytes)) as ImageConfig;
    return {
      reference: referenceString({ ...reference, digest: remote.root.digest }),
      config,
      chainId: chainIdOf(config.rootfs.diff_ids ?? []),
      remote,
    };
  }
}

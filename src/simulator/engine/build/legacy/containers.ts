import { type ContainerConfig, HOST_CONFIG_FIELDS, type HostConfig } from '../../containers/config.ts';
import type { Container } from '../../containers/container.ts';
import { createContainer } from '../../containers/create.ts';
import { startContainer } from '../../containers/lifecycle.ts';
import { removeContainer } from '../../containers/remove.ts';
import { decode } from '../../containers/schema.ts';
import type { EngineContext } from '../../context.ts';
import type { BuildOptions } from '../options.ts';

const short = (id: string): string => id.slice(0, 12);

/** How the builder shows what commands write to standard error, and its own warnings, on any output. */
export const inRed = (text: string): string => `\x1b[91m${text}\x1b[0m`;

/** The containers in which the legacy builder runs instructions, and which it removes after each. */
export class StepContainers {
  private readonly context: EngineContext;
  private readonly options: BuildOptions;
  private readonly print: (text: string) => void;
  private readonly open: Container[] = [];

  constructor(context: EngineContext, options: BuildOptions, print: (text: string) => void) {
    this.context = context;
    this.options = options;
    this.print = print;
  }

  async create(config: ContainerConfig): Promise<Container> {
    const hostConfig = decode<HostConfig>({}, HOST_CONFIG_FIELDS, 'HostConfig');
    const mode = this.options.networkMode;
    hostConfig.NetworkMode = mode === '' || mode === 'default' ? 'bridge' : mode;
    hostConfig.ExtraHosts = this.options.extraHosts;
    hostConfig.LogConfig = { Type: 'none', Config: {} };
    const { container, warnings } = await createContainer(this.context.containers, {
      name: '',
      config: structuredClone(config),
      hostConfig,
      endpoints: {},
      platform: undefined,
    });
    this.open.push(container);
    for (const warning of warnings) this.print(` ---> [Warning] ${warning}\n`);
    this.print(` ---> Running in ${short(container.id)}\n`);
    return container;
  }

  /** Runs a created container to its end; gives its exit code. */
  async run(container: Container, signal: AbortSignal): Promise<number> {
    const decoder = new TextDecoder();
    /** The beginning of a line of errors, whose rest comes right after it. */
    let begun = '';
    const detach = container.output.attach({
      write: async (stream, data) => {
        const text = decoder.decode(data, { stream: true });
        if (stream === 'stderr' && /: $/.test(text)) begun += text;
        else {
          this.print(stream === 'stderr' ? inRed(begun + text) : (begun && inRed(begun)) + text);
          begun = '';
        }
      },
      end: () => {},
    });
    const done = container.wait('next-exit');
    const stop = (): void => container.running?.process.signal('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    try {
      startContainer(this.context.containers, container);
      return await done;
    } finally {
      signal.removeEventListener('abort', stop);
      detach();
      if (begun !== '') this.print(inRed(begun));
    }
  }

  /** After an instruction: they go, unless it failed and was to leave them. */
  async afterInstruction(failed: boolean): Promise<void> {
    if (!this.options.forceRemove && (failed || !this.options.remove)) return;
    for (const container of this.open.splice(0)) {
      await removeContainer(this.context.containers, container, container.name, {
        force: true,
        volumes: true,
      });
      this.print(` ---> Removed intermediate container ${short(container.id)}\n`);
    }
  }
}

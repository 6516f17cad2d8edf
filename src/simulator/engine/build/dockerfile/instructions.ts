import type { Lines } from './errors.ts';
import type { Mount } from './mounts.ts';
import type { Pair } from './words.ts';

/** The instructions of a Dockerfile as the builders understand them. */

interface Base {
  /** As written, in any case. */
  name: string;
  /** The whole instruction on one line. */
  code: string;
  lines: Lines;
}

/** A file whose content stands in the Dockerfile. */
export interface InlineFile {
  name: string;
  data: string;
  /** Whether variables in it are expanded. */
  expand: boolean;
}

export interface CommandLine {
  /** One string in shell form. */
  args: string[];
  /** Shell form: the image's shell runs it. */
  shell: boolean;
}

export interface Healthcheck {
  Test: string[];
  /** Nanoseconds. */
  Interval: number;
  Timeout: number;
  StartPeriod: number;
  StartInterval: number;
  Retries: number;
}

export interface CopyInstruction extends Base {
  kind: 'copy' | 'add';
  sources: string[];
  inline: InlineFile[];
  destination: string;
  /** A stage's name or number, or an image; `''` for the build context. */
  from: string;
  chown: string;
  chmod: string;
  link: boolean;
  checksum: string;
}

export interface RunInstruction extends Base {
  kind: 'run';
  command: CommandLine;
  heredocs: { name: string; data: string; chomp: boolean }[];
  /** The values of `--mount`, whose variables are not expanded yet. */
  mountTexts: string[];
  network: string;
  /** Whether `--device` is used. */
  devices: boolean;
  flagsUsed: string[];
  mounts?: Mount[];
}

export interface ArgInstruction extends Base {
  kind: 'arg';
  /** With what the comment before it says of each. */
  args: { key: string; value?: string; description: string }[];
}

export type Instruction =
  | (Base & { kind: 'env' | 'label'; pairs: Pair[]; literal?: true })
  | (Base & { kind: 'maintainer' | 'user' | 'stopsignal' | 'onbuild'; value: string })
  | (Base & { kind: 'workdir'; value: string })
  | (Base & { kind: 'cmd' | 'entrypoint'; command: CommandLine })
  | (Base & { kind: 'expose' | 'volume' | 'shell'; values: string[] })
  | (Base & { kind: 'healthcheck'; health: Healthcheck })
  | ArgInstruction
  | CopyInstruction
  | RunInstruction;

export interface Stage {
  /** Lower case; `''` when it has none. */
  name: string;
  /** The image, or another stage, that it begins with. */
  base: string;
  /** FROM as written. */
  keyword: string;
  platform: string;
  code: string;
  lines: Lines;
  /** What the comment before it says of it. */
  description: string;
  instructions: Instruction[];
}

import type { Command } from './framework/command.ts';
import { help } from './help.ts';
import { image } from './image/group.ts';
import { tag } from './image/tag.ts';

/** Every verb of the CLI, one line each: a new one is registered here. */
export const commands: readonly Command[] = [
  // image
  image,
  tag,
  // the rest
  help,
];

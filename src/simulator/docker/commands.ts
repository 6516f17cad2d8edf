import type { Command } from './framework/command.ts';
import { help } from './help.ts';
import { image } from './image/group.ts';
import { tag } from './image/tag.ts';
import { login } from './registry/login.ts';
import { logout } from './registry/logout.ts';

/** Every verb of the CLI, one line each: a new one is registered here. */
export const commands: readonly Command[] = [
  // image
  image,
  tag,
  // registry
  login,
  logout,
  // the rest
  help,
];

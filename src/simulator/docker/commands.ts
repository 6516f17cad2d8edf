import { context } from './context/group.ts';
import { inspect as inspectContexts } from './context/inspect.ts';
import { ls as contextLs } from './context/ls.ts';
import { show as contextShow } from './context/show.ts';
import { use as contextUse } from './context/use.ts';
import type { Command } from './framework/command.ts';
import { help } from './help.ts';
import { image } from './image/group.ts';
import { history } from './image/history.ts';
import { importImage } from './image/import.ts';
import { inspect as inspectImages } from './image/inspect.ts';
import { load } from './image/load.ts';
import { ls as imageLs } from './image/ls.ts';
import { prune as imagePrune } from './image/prune.ts';
import { pull } from './image/pull.ts';
import { push } from './image/push.ts';
import { rm as imageRm } from './image/rm.ts';
import { save } from './image/save.ts';
import { tag } from './image/tag.ts';
import { inspect } from './inspect/inspect.ts';
import { login } from './registry/login.ts';
import { logout } from './registry/logout.ts';
import { search } from './registry/search.ts';
import { unsimulated } from './unsimulated.ts';

/** Every verb of the CLI, one line each: a new one is registered here. */
export const commands: readonly Command[] = [
  // image
  image,
  history,
  imageLs,
  imagePrune,
  imageRm,
  importImage,
  inspectImages,
  load,
  pull,
  push,
  save,
  tag,
  // registry
  login,
  logout,
  search,
  // context
  context,
  contextLs,
  contextShow,
  contextUse,
  inspectContexts,
  // the rest
  inspect,
  help,
  ...unsimulated,
];

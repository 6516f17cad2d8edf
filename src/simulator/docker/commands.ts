import { bake } from './builder/bake.ts';
import { build as legacyBuild } from './builder/build.ts';
import { builder } from './builder/group.ts';
import { prune as builderPrune } from './builder/prune.ts';
import { build } from './buildx/build.ts';
import { du } from './buildx/du.ts';
import { buildx } from './buildx/group.ts';
import { create as imagetoolsCreate } from './buildx/imagetools/create.ts';
import { imagetools } from './buildx/imagetools/group.ts';
import { inspect as imagetoolsInspect } from './buildx/imagetools/inspect.ts';
import { inspect as inspectBuilders } from './buildx/inspect.ts';
import { ls as builderLs } from './buildx/ls.ts';
import { prune as buildxPrune } from './buildx/prune.ts';
import { version as buildxVersion } from './buildx/version.ts';
import { attach } from './container/attach.ts';
import { commit } from './container/commit.ts';
import { cp } from './container/cp.ts';
import { create } from './container/create.ts';
import { diff } from './container/diff.ts';
import { exec } from './container/exec.ts';
import { exportContainer } from './container/export.ts';
import { container } from './container/group.ts';
import { inspect as inspectContainers } from './container/inspect.ts';
import { kill } from './container/kill.ts';
import { logs } from './container/logs.ts';
import { ls as containerLs } from './container/ls.ts';
import { pause } from './container/pause.ts';
import { port } from './container/port.ts';
import { prune as containerPrune } from './container/prune.ts';
import { rename } from './container/rename.ts';
import { restart } from './container/restart.ts';
import { rm as containerRm } from './container/rm.ts';
import { run } from './container/run.ts';
import { start } from './container/start.ts';
import { stats } from './container/stats.ts';
import { stop } from './container/stop.ts';
import { top } from './container/top.ts';
import { unpause } from './container/unpause.ts';
import { update } from './container/update.ts';
import { wait } from './container/wait.ts';
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
import { annotate as manifestAnnotate } from './manifest/annotate.ts';
import { create as manifestCreate } from './manifest/create.ts';
import { manifest } from './manifest/group.ts';
import { inspect as inspectManifests } from './manifest/inspect.ts';
import { push as manifestPush } from './manifest/push.ts';
import { rm as manifestRm } from './manifest/rm.ts';
import { connect } from './network/connect.ts';
import { create as createNetwork } from './network/create.ts';
import { disconnect } from './network/disconnect.ts';
import { network } from './network/group.ts';
import { inspect as inspectNetworks } from './network/inspect.ts';
import { ls as networkLs } from './network/ls.ts';
import { prune as networkPrune } from './network/prune.ts';
import { rm as networkRm } from './network/rm.ts';
import { login } from './registry/login.ts';
import { logout } from './registry/logout.ts';
import { search } from './registry/search.ts';
import { df } from './system/df.ts';
import { events } from './system/events.ts';
import { system } from './system/group.ts';
import { info } from './system/info.ts';
import { prune as systemPrune } from './system/prune.ts';
import { version } from './system/version.ts';
import { unsimulated } from './unsimulated.ts';
import { create as createVolume } from './volume/create.ts';
import { volume } from './volume/group.ts';
import { inspect as inspectVolumes } from './volume/inspect.ts';
import { ls as volumeLs } from './volume/ls.ts';
import { prune as volumePrune } from './volume/prune.ts';
import { rm as volumeRm } from './volume/rm.ts';
import { update as updateVolume } from './volume/update.ts';

/** Every verb of the CLI, one line each: a new one is registered here. */
export const commands: readonly Command[] = [
  // container
  container,
  attach,
  commit,
  cp,
  create,
  diff,
  exec,
  exportContainer,
  inspectContainers,
  kill,
  logs,
  containerLs,
  pause,
  port,
  containerPrune,
  rename,
  restart,
  containerRm,
  run,
  start,
  stats,
  stop,
  top,
  unpause,
  update,
  wait,
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
  // manifest
  manifest,
  inspectManifests,
  manifestAnnotate,
  manifestCreate,
  manifestPush,
  manifestRm,
  // context
  context,
  contextLs,
  contextShow,
  contextUse,
  inspectContexts,
  // network
  network,
  connect,
  createNetwork,
  disconnect,
  inspectNetworks,
  networkLs,
  networkPrune,
  networkRm,
  // volume
  volume,
  createVolume,
  inspectVolumes,
  volumeLs,
  volumePrune,
  volumeRm,
  updateVolume,
  // system
  system,
  df,
  events,
  info,
  systemPrune,
  version,
  // builder
  bake,
  builder,
  builderPrune,
  legacyBuild,
  // buildx
  build,
  builderLs,
  buildx,
  buildxPrune,
  buildxVersion,
  du,
  imagetools,
  imagetoolsCreate,
  imagetoolsInspect,
  inspectBuilders,
  // the rest
  inspect,
  help,
  ...unsimulated,
];

/** The verbs where the plugin buildx is not installed. */
export const commandsWithoutBuildx: readonly Command[] = commands
  .filter(({ paths }) => paths[0]!.split(' ')[0] !== 'buildx')
  .map((command) => (command === bake ? { ...bake, hidden: true } : command));

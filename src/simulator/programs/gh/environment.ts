import type { Process } from '../../common/process.ts';
import { GhFailure } from './errors.ts';
import { activeToken, isOfEnvironment } from './hosts.ts';

/** A token of the environment is not gh's to change. @throws GhFailure where a host's token is one */
export function refuseVariable(process: Process, host: string, wanted: string): void {
  const active = activeToken(process, host);
  if (!active || !isOfEnvironment(active)) return;
  throw new GhFailure(
    `The value of the ${active.source} environment variable is being used for authentication.\nTo ${wanted}, first clear the value from the environment.`,
  );
}

/** Whether somebody can be asked. */
export const canPrompt = ({ stdin, stdout, env }: Process): boolean =>
  stdin.isTTY && stdout.isTTY && !env.GH_PROMPT_DISABLED;

import type { Lines } from '../dockerfile/errors.ts';

/** An ARG, as `docker build --call=outline` tells of it. */
export interface KnownArg {
  value: string;
  description: string;
  lines: Lines;
  /** Other ARGs that its value was made with. */
  uses: ReadonlySet<string>;
}

/** A secret or an SSH agent that a RUN asks for. */
export interface Request {
  required: boolean;
  lines: Lines;
}

/** What a stage takes from whoever builds it: arguments, secrets, agents. */
export class StageOutline {
  private readonly known: Map<string, KnownArg>;
  private readonly used: Set<string>;
  readonly secrets = new Map<string, Request>();
  readonly agents = new Map<string, Request>();

  /** A stage knows the ARGs before the first FROM, or what the stage that it begins with knew of them. */
  constructor(known: ReadonlyMap<string, KnownArg> = new Map(), used: ReadonlySet<string> = new Set()) {
    this.known = new Map(known);
    this.used = new Set(used);
  }

  copy(): StageOutline {
    return new StageOutline(this.known, this.used);
  }

  /** An ARG that is used; without more said of it, it is the one before the first FROM. */
  use(name: string, arg?: KnownArg): void {
    if (arg) this.known.set(name, arg);
    this.used.add(name);
  }

  /** Notes the first instruction that asks for a secret or an agent. */
  ask(kind: 'secrets' | 'agents', name: string, request: Request): void {
    if (!this[kind].has(name)) this[kind].set(name, request);
  }

  /** The ARGs that are used, and those that their values are made with. */
  args(): Map<string, KnownArg> {
    const found = new Map<string, KnownArg>();
    const visit = (name: string): void => {
      const arg = this.known.get(name);
      if (!arg || found.has(name)) return;
      found.set(name, arg);
      for (const other of arg.uses) visit(other);
    };
    for (const name of this.used) visit(name);
    return found;
  }
}

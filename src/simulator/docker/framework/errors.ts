/** A command that failed: what it says on standard error (nothing when empty) and its exit status. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** The user broke off at a prompt: the command says nothing more and succeeds, as in the real program. */
export class PromptTerminated extends Error {
  constructor() {
    super('prompt terminated');
    this.name = 'PromptTerminated';
  }
}

/** The user broke off a command that says so, and counts it as a failure like any other. */
export class Canceled extends CommandError {
  override name = 'Canceled';
}

/** A command that the sandbox knows by name alone. */
export class NotSimulated extends CommandError {
  override name = 'NotSimulated';
}

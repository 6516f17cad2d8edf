export { createContainerRunner } from './process/container.ts';
export { shellPrograms } from './process/programs.ts';
export { runScript, type ScriptOptions } from './script.ts';
export { createSession, type Session, type SessionOptions, type SessionState } from './session.ts';

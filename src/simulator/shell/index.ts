export { createContainerRunner } from './process/container.ts';
export { runScript, type ScriptOptions } from './script.ts';
export { createSession, type Session, type SessionOptions, type SessionState } from './session.ts';

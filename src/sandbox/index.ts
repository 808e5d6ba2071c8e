export type { LoggedCall, LoggedValue } from './call-log.js';
export type { Campus } from './campus/campus.js';
export type { Seed } from './campus/seeds.js';
export type { FaultKind, FaultSpec } from './faults.js';
export { type Release, readRelease, releaseOf, releaseTitle } from './release.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './server.js';

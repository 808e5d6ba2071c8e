export type { LoggedValue } from './call-log.js';
export { type Release, readRelease, releaseTitle } from './release.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './server.js';

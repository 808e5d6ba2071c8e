export { SANDBOXES } from '../../src/node/sandbox-kinds.js';
export type { CampusKind } from '../../src/operations/capabilities.js';
export { CAMPUS_KINDS } from '../../src/operations/capabilities.js';

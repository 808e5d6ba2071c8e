import { CAMPUS_KINDS, type CampusKind, KINDS } from '../../src/operations/kinds.js';
import type { SandboxOptions } from '../../src/sandbox/index.js';

export { CAMPUS_KINDS, type CampusKind } from '../../src/operations/kinds.js';

/** The sandbox as a campus of each kind. */
export const SANDBOXES = Object.fromEntries(CAMPUS_KINDS.map((kind) => [kind, KINDS[kind].sandbox])) as Record<
	CampusKind,
	Pick<SandboxOptions, 'chamilo' | 'php'>
>;

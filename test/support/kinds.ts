import type { CampusKind } from '../../src/operations/kinds.js';
import type { SandboxOptions } from '../../src/sandbox/index.js';

export type { CampusKind } from '../../src/operations/kinds.js';
export { CAMPUS_KINDS } from '../../src/operations/kinds.js';

/** The sandbox as a campus of each kind. */
export const SANDBOXES: Record<CampusKind, Pick<SandboxOptions, 'chamilo' | 'php'>> = {
	'1.9': { chamilo: '1.9' },
	'1.11': { chamilo: '1.11', php: 5 },
	'1.11-php7': { chamilo: '1.11', php: 7 },
};

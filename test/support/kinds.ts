import type { Capability } from '../../src/operations/capabilities.js';
import { CAMPUS_KINDS, type CampusKind, capabilitiesOf, KINDS } from '../../src/operations/kinds.js';
import type { SandboxOptions } from '../../src/sandbox/index.js';

export { CAMPUS_KINDS, type CampusKind } from '../../src/operations/kinds.js';

/** The sandbox as a campus of each kind. */
export const SANDBOXES = Object.fromEntries(CAMPUS_KINDS.map((kind) => [kind, KINDS[kind].sandbox])) as Record<
	CampusKind,
	Pick<SandboxOptions, 'chamilo' | 'php' | 'rawPostData'>
>;

/** Whether campuses of a kind have a capability. */
export function can(kind: CampusKind, capability: Capability): boolean {
	return capabilitiesOf(kind).has(capability);
}

/** Whether soap.php answers there. */
export function hasSoapPhp(kind: CampusKind): boolean {
	return can(kind, 'soap-php');
}

import type { OwnedKind } from './state.js';

/** What became of a record that was not left as it is. */
export interface Outcome {
	kind: OwnedKind;
	file?: string;
	/** The line in the file; none for what is no longer in it. */
	line?: number;
	action: 'create' | 'change' | 'disable' | 'delete' | 'remove' | 'leave' | 'none';
	outcome: 'done' | 'failed' | 'invalid';
	status?: number;
	field?: string;
	value?: string;
	/** Course or session of an enrolment. */
	place?: string;
	code?: string;
	detail?: string;
}

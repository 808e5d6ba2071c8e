import type { ImportHttpClient } from '../import/client.js';
import type { PasswordFile } from '../import/passwords.js';
import type { FileRecord } from '../import/records.js';
import type { PasswordPolicy } from '../mapping/definition.js';
import type { Part } from './desired.js';
import type { Outcome } from './outcome.js';
import type { Action } from './plan.js';
import type { State } from './state.js';

/** What the steps of a sync share. */
export interface Context {
	state: State;
	client: ImportHttpClient;
	policy: PasswordPolicy | undefined;
	/** The passwords of new users that are to be kept. */
	passwords: PasswordFile | undefined;
	/** When aborted, nothing further is begun. */
	stop: AbortController;
	concurrency: number;
	batchSize: number;
	/** What Chamilo overwrites and nobody can keep may be lost. */
	acceptsSideEffects: boolean;
	report: (outcome: Outcome) => Promise<void>;
}

/** A record to send. */
export interface Task {
	key: string;
	action: Action;
	part: Part;
	record: FileRecord;
}

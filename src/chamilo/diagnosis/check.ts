export type CheckStatus = 'ok' | 'warning' | 'failure';

/** One finding about a campus, for a person who can change its settings. Holds no key, signature or reply. */
export interface Check {
	id: string;
	title: string;
	status: CheckStatus;
	detail: string;
	/** What to do about it; only where something is to be done. */
	remedy?: string;
}

/** The worst status among checks. */
export function worstOf(checks: readonly { status: CheckStatus }[]): CheckStatus {
	if (checks.some(({ status }) => status === 'failure')) return 'failure';
	return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}

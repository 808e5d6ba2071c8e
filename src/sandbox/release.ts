/** The Chamilo version that the sandbox simulates, and its PHP. */
export interface Release {
	chamilo: '1.9' | '1.11';
	/** 7 is for 1.11 only; 1.9 runs on PHP 5. */
	php: 5 | 7;
	/**
	 * Whether PHP has $HTTP_RAW_POST_DATA, from which soap.php of 1.11 reads the request. PHP 5 has it; PHP 7 does not,
	 * unless an auto_prepend_file restores it (F3, F4).
	 */
	rawPostData: boolean;
}

/** Completes a release with default values. @throws RangeError for an invalid combination. */
export function releaseOf({ chamilo = '1.9', php = 5, rawPostData }: Partial<Release>): Release {
	if (chamilo !== '1.9' && chamilo !== '1.11') throw new RangeError("chamilo must be '1.9' or '1.11'");
	if (php !== 5 && php !== 7) throw new RangeError('php must be 5 or 7');
	if (chamilo === '1.9' && php === 7) throw new RangeError('Chamilo 1.9 does not run on PHP 7');
	if (rawPostData !== undefined && typeof rawPostData !== 'boolean') {
		throw new RangeError('rawPostData must be true or false');
	}
	return { chamilo, php, rawPostData: chamilo === '1.9' || (rawPostData ?? php === 5) };
}

/** Validates a release from JSON. @returns the release, or an error text. */
export function readRelease(value: unknown): Release | string {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a kind is an object';
	try {
		return releaseOf(value);
	} catch (error) {
		if (error instanceof RangeError) return error.message;
		throw error;
	}
}

/** The name of a release, for display. */
export function releaseTitle({ chamilo, php, rawPostData }: Release): string {
	if (chamilo === '1.9') return 'Chamilo 1.9.8';
	return `Chamilo 1.11.6 on PHP ${php}${rawPostData ? '' : ' (soap.php cannot read its requests)'}`;
}

/** Which Chamilo the sandbox is, and on which PHP. */
export interface Release {
	chamilo: '1.9' | '1.11';
	/** 1.11 only; 1.9 knows no PHP but 5. */
	php: 5 | 7;
	/**
	 * Whether PHP has $HTTP_RAW_POST_DATA, of which soap.php of 1.11 reads its request: PHP 5 has, PHP 7 has not, unless
	 * an auto_prepend_file puts it back (F3, F4).
	 */
	rawPostData: boolean;
}

/** The kind some settings describe, with everything left out at its default. @throws RangeError */
export function releaseOf({ chamilo = '1.9', php = 5, rawPostData }: Partial<Release>): Release {
	if (chamilo !== '1.9' && chamilo !== '1.11') throw new RangeError("chamilo must be '1.9' or '1.11'");
	if (php !== 5 && php !== 7) throw new RangeError('php must be 5 or 7');
	if (chamilo === '1.9' && php === 7) throw new RangeError('Chamilo 1.9 does not run on PHP 7');
	if (rawPostData !== undefined && typeof rawPostData !== 'boolean') {
		throw new RangeError('rawPostData must be true or false');
	}
	return { chamilo, php, rawPostData: chamilo === '1.9' || (rawPostData ?? php === 5) };
}

/** Reads a kind from JSON; the text says what is wrong with it. */
export function readRelease(value: unknown): Release | string {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a kind is an object';
	try {
		return releaseOf(value);
	} catch (error) {
		if (error instanceof RangeError) return error.message;
		throw error;
	}
}

/** A kind in words, as pages show it. */
export function releaseTitle({ chamilo, php, rawPostData }: Release): string {
	if (chamilo === '1.9') return 'Chamilo 1.9.8';
	return `Chamilo 1.11.6 on PHP ${php}${rawPostData ? '' : ' (soap.php cannot read its requests)'}`;
}

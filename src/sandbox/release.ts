/** The Chamilo version that the sandbox simulates, and its PHP. */
export interface Release {
	/** '1.11' is 1.11.6. */
	chamilo: '1.9' | '1.11' | '1.11.32';
	/** 1.9 runs on PHP 5, 1.11.6 on 5 or 7, and 1.11.32 on 7 or 8. */
	php: 5 | 7 | 8;
	/**
	 * Whether PHP has $HTTP_RAW_POST_DATA, from which soap.php of 1.11 reads the request. PHP 5 has it; later versions do
	 * not, unless an auto_prepend_file restores it (F3, F4).
	 */
	rawPostData: boolean;
}

/** The PHP versions that each version of Chamilo runs on, the default first. */
export const PHP_VERSIONS: Record<Release['chamilo'], readonly Release['php'][]> = {
	'1.9': [5],
	'1.11': [5, 7],
	'1.11.32': [7, 8],
};

/** Completes a release with default values. @throws RangeError for an invalid combination. */
export function releaseOf({ chamilo = '1.9', php, rawPostData }: Partial<Release>): Release {
	if (!Object.hasOwn(PHP_VERSIONS, chamilo)) throw new RangeError("chamilo must be '1.9', '1.11' or '1.11.32'");
	if (php !== undefined && php !== 5 && php !== 7 && php !== 8) throw new RangeError('php must be 5, 7 or 8');
	const chosen = php ?? PHP_VERSIONS[chamilo][0] ?? 5;
	if (!PHP_VERSIONS[chamilo].includes(chosen)) {
		throw new RangeError(`Chamilo ${chamilo} does not run on PHP ${chosen}`);
	}
	if (rawPostData !== undefined && typeof rawPostData !== 'boolean') {
		throw new RangeError('rawPostData must be true or false');
	}
	return { chamilo, php: chosen, rawPostData: chamilo === '1.9' || (rawPostData ?? chosen === 5) };
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
	const version = chamilo === '1.11' ? '1.11.6' : chamilo;
	return `Chamilo ${version} on PHP ${php}${rawPostData ? '' : ' (soap.php cannot read its requests)'}`;
}

import type { DetectedCampus } from '../detect.js';
import type { Check } from './check.js';
import type { LiveServices } from './wsdl.js';

/** What such a campus is known to let anybody do; nothing is tried. */
export function tellExposure({ capabilities }: DetectedCampus, live: LiveServices | undefined): Check {
	const holes: string[] = [];
	if (capabilities.has('soap-php')) {
		holes.push(
			'WSReport.* of soap.php answer without a key: anybody who reaches it can read how long users learnt, and their results.',
		);
	}
	if (capabilities.has('services-of-1.11')) {
		holes.push('WSCertificatesList of registration.soap.php asks for no key.');
		if (live && !isLater(live)) {
			holes.push(
				'Both services compare the key with `==`: a call that sends a number or a truth value in its place can pass.',
			);
		}
	}
	holes.push('Both services believe X-Forwarded-For from anybody.');
	return {
		id: 'exposure',
		title: 'What Chamilo itself leaves open (known, not tried)',
		status: 'warning',
		detail: holes.join(' '),
		remedy:
			'Let the web server of the campus admit only the gateway to /main/webservices/. Callers of the gateway need its key for all of it.',
	};
}

/** 1.11.8 or later, by an operation that came with it: 1.11.6 compares the key loosely, 1.11.32 does not (F12). */
function isLater(live: LiveServices): boolean {
	return Object.values(live).some(({ operations }) => Object.hasOwn(operations, 'WSUpdateUserOriginalIdFromUsername'));
}

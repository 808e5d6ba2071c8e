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
	if (capabilities.has('services-of-1.11')) {
		holes.push(
			"The JSON API (/main/webservices/api/v2.php) tells anybody the name, e-mail and state of a login. Before 1.11.38 the API keys that Chamilo makes can be computed, and a failed call makes one for an administrator who has none: whoever reaches it and knows an administrator's login can get in.",
		);
	}
	holes.push('Both services believe X-Forwarded-For from anybody.');
	return {
		id: 'exposure',
		title: 'What Chamilo itself leaves open (known, not tried)',
		status: 'warning',
		detail: holes.join(' '),
		remedy:
			'Let the web server of the campus admit only the gateway to /main/webservices/. Callers of the gateway need its key for all of it. A random API key for every administrator, entered by hand, closes the way in by computed ones; so does an upgrade to 1.11.38.',
	};
}

/** 1.11.8 or later, by an operation that came with it: 1.11.6 compares the key loosely, 1.11.32 does not (F12). */
function isLater(live: LiveServices): boolean {
	return Object.values(live).some(({ operations }) => Object.hasOwn(operations, 'WSUpdateUserOriginalIdFromUsername'));
}

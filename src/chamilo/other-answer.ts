/** What answered in place of Chamilo's SOAP services. */
import { UnreadableReply } from '../soap/reply.js';

/** Something else than the SOAP services has answered: a redirect, a login, a page. Its message may be shown to callers. */
export class OtherAnswer extends UnreadableReply {
	override readonly name = 'OtherAnswer';
	/** What it is, without any address. */
	readonly seen: string;
	/** The same, with where a redirect leads. */
	readonly seenInFull: string;
	/** What to do about it. */
	readonly cure: string;
	/** The request has certainly not reached Chamilo. */
	readonly isUntouched: boolean;

	constructor({ seen, cure, isUntouched = false, place = '' }: Answer) {
		super(`it is ${seen}${place}. ${cure}`);
		this.seen = seen;
		this.seenInFull = seen + place;
		this.cure = cure;
		this.isUntouched = isUntouched;
	}
}

interface Answer {
	seen: string;
	cure: string;
	isUntouched?: boolean;
	/** Where a redirect leads. */
	place?: string;
}

const ROOT = 'CHAMILO_URL must be the root of the campus, the part before /main/webservices';

const BY_STATUS = new Map<number, Answer>([
	[
		401,
		{
			seen: 'a login before the campus (HTTP 401)',
			cure: 'Set CHAMILO_HEADERS to what it asks for, for example an Authorization header',
			isUntouched: true,
		},
	],
	[
		403,
		{
			seen: 'a refusal by what stands before the campus (HTTP 403)',
			cure: 'Have the address of the gateway allowed there, or set CHAMILO_HEADERS to what it asks for',
		},
	],
	[404, { seen: 'a page that says there is nothing (HTTP 404)', cure: ROOT, isUntouched: true }],
	[
		407,
		{
			seen: 'a proxy that asks for a login (HTTP 407)',
			cure: 'Write user and password into HTTPS_PROXY',
			isUntouched: true,
		},
	],
	[
		429,
		{ seen: 'a limit of requests before the campus (HTTP 429)', cure: 'Lower CHAMILO_CONCURRENCY, or raise the limit' },
	],
]);

/** Says what a response is that has no SOAP envelope; undefined where nothing is known but that. */
export function describeAnswer(
	status: number,
	location: string | null,
	url: string,
	text: string,
): OtherAnswer | undefined {
	if (status >= 300 && status < 400) return new OtherAnswer(redirect(status, location, url));
	const known = BY_STATUS.get(status);
	if (known) return new OtherAnswer(known);
	if (/webservices are disabled/i.test(text)) {
		return new OtherAnswer({
			seen: 'the sentence that web services are disabled',
			cure: "Set $_configuration['disable_webservices'] = false in configuration.php of the campus",
			isUntouched: true,
		});
	}
	if (/maintenance|temporarily unavailable|under construction/i.test(text)) {
		return new OtherAnswer({
			seen: `a maintenance page (HTTP ${status})`,
			cure: 'Try again when the campus is back',
		});
	}
	if (status === 200 || status === 500) return undefined;
	return new OtherAnswer({
		seen: `a page with HTTP ${status}`,
		cure: 'Look into the log of the web server before the campus',
	});
}

function redirect(status: number, location: string | null, from: string): Answer {
	const to = location === null ? undefined : parsed(location, from);
	const campus = new URL(from);
	// Query and fragment are left out: they can hold a ticket.
	const place = to ? `, which leads to ${to.origin}${to.pathname}` : '';
	const direction = !to
		? 'without an address'
		: to.host !== campus.host
			? 'to another host'
			: to.protocol !== campus.protocol
				? `to ${to.protocol.slice(0, -1)}`
				: 'to another path';
	return {
		seen: `a redirect ${direction} (HTTP ${status})`,
		place,
		cure: 'Set CHAMILO_URL to where the campus is now; if it leads to a login, have /main/webservices exempted from it',
		isUntouched: true,
	};
}

function parsed(location: string, base: string): URL | undefined {
	return URL.canParse(location, base) ? new URL(location, base) : undefined;
}

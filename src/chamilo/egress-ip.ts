import { z } from 'zod';
import { GatewayError } from '../errors.js';
import { describeAnswer, type OtherAnswer } from './other-answer.js';
import { repeatBroken } from './repeat-read.js';
import { type Transport, TransportError } from './transport.js';

export interface EgressIp {
	/** The address Chamilo sees the gateway at, at most ten minutes old. */
	current(): Promise<string>;
	/** The address that Chamilo sees it at now. */
	renewed(): Promise<string>;
}

const MAX_AGE_MS = 10 * 60 * 1000;
const MAX_BYTES = 64 * 1024;
const ADDRESS = z.union([z.ipv4(), z.ipv6()]);

/** Asks testip.php of the campus for the egress address. One request at a time, however many calls wait for it. */
export function createEgressIp(options: { url: string; transport: Transport; timeoutMs: number }): EgressIp {
	let known: { ip: string; askedAt: number } | undefined;
	let asking: Promise<string> | undefined;

	function ask(): Promise<string> {
		asking ??= fetchAddress(options)
			.then((ip) => {
				known = { ip, askedAt: performance.now() };
				return ip;
			})
			.finally(() => {
				asking = undefined;
			});
		return asking;
	}

	return {
		async current() {
			return known && performance.now() - known.askedAt < MAX_AGE_MS ? known.ip : ask();
		},
		renewed: ask,
	};
}

function isAddress(text: string): boolean {
	return ADDRESS.safeParse(text).success;
}

/**
 * The address that testip.php answered: the first line that is one. PHP notices can stand before it, lines of the web
 * server after it; the file itself ends in a newline, which has broken many a client's signature.
 */
export function addressIn(text: string): string | undefined {
	return text
		.split('\n')
		.map((line) => line.trim())
		.find(isAddress);
}

async function fetchAddress(options: { url: string; transport: Transport; timeoutMs: number }): Promise<string> {
	const url = `${options.url}/main/webservices/testip.php`;
	let text: string;
	let other: OtherAnswer | undefined;
	try {
		text = await repeatBroken(options.timeoutMs, async (attempt) => {
			const response = await options.transport({ method: 'GET', url, headers: {}, ...attempt });
			const decoder = new TextDecoder();
			let received = '';
			for await (const chunk of response.body) {
				received += decoder.decode(chunk, { stream: true });
				if (received.length > MAX_BYTES) break;
			}
			other = describeAnswer(response.status, response.header('location'), url, received);
			return received;
		});
	} catch (cause) {
		const timedOut = cause instanceof TransportError && cause.failure === 'timeout';
		throw new GatewayError(
			timedOut ? 'chamilo-timeout' : 'chamilo-unavailable',
			'The campus could not be asked for the egress address of the gateway (testip.php).',
			{ cause, ...(timedOut ? {} : { headers: { 'Retry-After': '5' } }) },
		);
	}
	const ip = addressIn(text);
	if (ip !== undefined) return ip;
	const told = other
		? `: ${other.message}`
		: '. Check CHAMILO_URL, or set CHAMILO_SIGNING=static and CHAMILO_EGRESS_IP.';
	throw new GatewayError('chamilo-error', `testip.php of the campus did not answer an IP address${told}`);
}

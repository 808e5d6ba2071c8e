import autocannon from 'autocannon';
import { ADA } from '../support/users.js';

/** What all contestants are asked alike. */
export interface Load {
	method: 'GET' | 'POST';
	path: string;
	headers?: Record<string, string>;
	/** Sends a new user each time: two requests about one user would wait for each other. */
	creates?: boolean;
	connections: number;
	/** Requests in all; without it, as many as fit into the time. */
	amount?: number;
}

export interface Rate {
	perSecond: number;
	/** Milliseconds. */
	p99: number;
}

const SECONDS = 3;
let users = 0;

/** A user nobody has sent before. */
function newUser() {
	users += 1;
	return { ...ADA, loginname: `user${users}`, value: `bench-${users}` };
}

/** Loads a server, and tells how much it took. @throws where an answer is no success */
export async function measure(url: string, load: Load): Promise<Rate> {
	const { method, path, connections, amount, creates, headers = {} } = load;
	const all: Record<string, string> = { ...headers, ...(creates ? { 'Content-Type': 'application/json' } : {}) };
	const result = await autocannon({
		url: url + path,
		connections,
		...(amount === undefined ? { duration: SECONDS } : { amount }),
		method,
		headers: all,
		requests: [
			creates
				? { method, path, headers: all, setupRequest: (request) => ({ ...request, body: JSON.stringify(newUser()) }) }
				: { method, path, headers: all },
		],
	});
	const { requests, latency, non2xx, errors, duration } = result;
	if (non2xx + errors > 0) throw new Error(`${method} ${url}${path}: ${non2xx} refusals, ${errors} failures`);
	return { perSecond: requests.total / duration, p99: latency.p99 };
}

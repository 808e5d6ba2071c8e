import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer } from './client.js';

/** A connection that is kept open between requests as far as the server lets it. */
export interface Connection {
	get(path: string): Promise<Answer>;
	/** Sends a body in pieces, without telling its length beforehand. */
	post(path: string, pieces: number, pieceSize: number): Promise<Answer>;
	close(): void;
}

export function openConnection(url: string, apiKey: string): Connection {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const headers = { 'X-API-Key': apiKey };
	return {
		get: (path) => {
			const sent = request(url + path, { agent, headers });
			const answer = answerOf(sent);
			sent.end();
			return answer;
		},
		post: async (path, pieces, pieceSize) => {
			const sent = request(url + path, {
				agent,
				method: 'POST',
				headers: { ...headers, 'Content-Type': 'application/json' },
			});
			const answer = answerOf(sent);
			for (let left = pieces; left > 0; left -= 1) sent.write(' '.repeat(pieceSize));
			sent.end();
			return answer;
		},
		close: () => agent.destroy(),
	};
}

function answerOf(sent: ClientRequest): Promise<Answer> {
	return new Promise((resolve, reject) => {
		sent.on('error', reject);
		sent.on('response', (response: IncomingMessage) => {
			text(response).then((body) => {
				const pairs = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
				const headers = new Headers(pairs);
				resolve({
					status: response.statusCode ?? 0,
					headers,
					text: body,
					json: body === '' ? undefined : JSON.parse(body),
				});
			}, reject);
		});
	});
}

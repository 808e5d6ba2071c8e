// Records that an earlier attempt of the import has created without an answer: the gateway died, and with it what it knew of
// the Idempotency-Key. Sent again, they are taken; a look at the campus tells whether it is they.

import { type ImportHttpClient, problemOf } from './client.js';
import type { LineOutcome } from './outcome.js';
import { type Item, type Recognition, segments } from './record-types.js';
import { StoppedError } from './usage-error.js';

/** What the gateway says of a new record whose names are in use. */
const TAKEN = ['username-taken', 'external-id-taken', 'course-code-taken', 'session-name-taken'];

/**
 * The outcome of a record that may have been sent before: done where it is taken by itself. It has to have everything that
 * was sent, as far as the campus tells it; where that tells too little, it is not claimed.
 */
export async function recognise(
	client: ImportHttpClient,
	{ path, name, same }: Recognition,
	item: Item,
	outcome: LineOutcome,
): Promise<LineOutcome> {
	if (outcome.status !== 409 || !TAKEN.includes(outcome.code ?? '')) return outcome;
	const { field, value } = item;
	const hasExternalId = typeof field === 'string' && typeof value === 'string';
	const reference = hasExternalId ? [field, value] : [name.field, String(item[name.member] ?? '')];
	const response = await client.send({ method: 'GET', path: path + segments(...reference) }).catch((failure) => {
		// A key that may only write tells nothing.
		if (failure instanceof StoppedError && failure.code === 'forbidden') return undefined;
		throw failure;
	});
	if (response?.status !== 200 || problemOf(response).code !== undefined) return outcome;
	const found = response.body as Item;
	const isOwn = same.every((member) => isSame(found[member], item[member]));
	const isOtherName = typeof found[name.field] === 'string' && !isSame(found[name.field], item[name.member], true);
	if (!isOwn || isOtherName) return outcome;
	const { line } = outcome;
	const detail = 'was created by an earlier attempt, whose answer was lost';
	return {
		...{ line, outcome: 'done', status: 201 },
		...(typeof found.id === 'number' ? { id: found.id } : {}),
		...(hasExternalId ? { field, value } : {}),
		detail,
	};
}

function isSame(found: unknown, sent: unknown, inAnyCase = false): boolean {
	if (typeof found !== 'string' || typeof sent !== 'string') return false;
	const plain = (text: string) => (inAnyCase ? text.toLowerCase() : text).normalize('NFC').trim();
	return plain(found) === plain(sent);
}

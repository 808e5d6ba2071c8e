import { createHash } from 'node:crypto';
import type { CampusKind } from '../../src/operations/kinds.js';
import type { Answer } from '../support/client.js';
import { API_KEYS, KEYS, type Stack } from '../support/stack.js';
import { type Call, faultsOf, textsOf } from './calls.js';
import { type DocumentedOperation, undocumented } from './document.js';

/** The same cases at every run; another HOSTILE_SEED makes others. */
export const SEED = Number(process.env.HOSTILE_SEED ?? 20_30);

/** Routes that take alike get different cases. */
export function seedOf(id: string): number {
	return createHash('sha1').update(`${SEED} ${id}`).digest().readUInt32BE() >>> 1;
}

export interface Exchange {
	kind: CampusKind;
	stack: Stack;
	operation: DocumentedOperation;
	answer: Answer;
	calls: readonly Call[];
	/** What was sent, as values. */
	sent: unknown;
}

/** What is wrong with what came of a request; empty where nothing is. */
export function verdictOn({ kind, stack, operation, answer, calls, sent }: Exchange): string[] {
	const texts = textsOf(sent);
	const { status, text } = answer;
	// Values are told by the names of their members, which are others there than in the calls.
	const isScim = operation.path.startsWith('/scim/');
	const problems = [
		...undocumented(operation, answer),
		...(isScim ? [] : calls.flatMap((call) => faultsOf(call, kind, texts))),
		...secretsIn(answer, stack),
	];
	// The campus is well: but for what is told to be half done, a route has nothing to blame on it.
	const isSoap = operation.id.startsWith('soap_');
	if (status === 500 || (status > 501 && !isSoap && codeOf(answer) !== 'partly-done'))
		problems.push(`answers ${status}: ${text}`);
	// It has no 422: what Chamilo cannot do or refuses is 400 there.
	if ([...(isScim ? [] : [400]), 413, 415].includes(status) && calls.length > 0)
		problems.push(`is refused after ${calls[0]?.operation}`);
	return problems;
}

function codeOf({ json }: Answer): unknown {
	return (json as { code?: unknown } | undefined)?.code;
}

function secretsIn({ text, headers }: Answer, { sandbox }: Stack): string[] {
	const signature = createHash('sha1').update(`127.0.0.1${sandbox.securityKey}`).digest('hex');
	const secrets = [sandbox.securityKey, signature, ...Object.values(KEYS), API_KEYS, 'tag_password__'];
	const everything = `${text}\n${[...headers].join('\n')}`;
	return secrets.filter((secret) => everything.includes(secret)).map((secret) => `tells the secret ${secret}`);
}

import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { GatewayError } from '../errors.js';
import { type Campus, NO_CAMPUS } from '../operations/campus.js';
import { toInputError } from '../operations/input-error.js';
import { type Operation, type Reply, selectWay, type Way } from '../operations/operation.js';
import { type Change, changesOf } from '../operations/recollection.js';
import type { Scope } from '../scopes.js';
import { answer, answerRemembered, representationOf } from './answer.js';
import { type AuditEntry, auditEntries, failedEntry } from './audit.js';
import { readJson } from './body.js';
import { callerOf, type Facts, type Log, logProblem } from './environment.js';
import type { Handler } from './layer.js';
import { createStandingAnswers, type StandingAnswers } from './standing-answers.js';
import type { Telemetry } from './telemetry.js';

export interface RouteDeps {
	campus: {
		run<T>(
			plan: (campus: Campus) => Promise<T>,
			request: { fresh: boolean; resumed: boolean; changes: readonly Change[] },
		): Promise<T>;
	};
	limits: { body: number; batch: number };
	log: Log;
	telemetry?: Telemetry | undefined;
}

/** `/users/{field}` as Hono writes it. */
function routerPath(path: string): string {
	return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Mounts every row of the table. */
export function mountOperations(
	mount: (method: string, path: string, handler: Handler) => void,
	operations: readonly Operation[],
	deps: RouteDeps,
): void {
	const standing = createStandingAnswers();
	for (const row of operations) {
		const handler = row.remembered ? readHandler(row, deps, standing) : handlerOf(row, deps);
		mount(row.method.toUpperCase(), routerPath(row.path), handler);
	}
}

/** Serves a row whose answers may be told from memory. */
function readHandler(row: Operation, deps: RouteDeps, standing: StandingAnswers): Handler {
	async function ask(c: Context, facts: Facts, fresh: boolean, question: string): Promise<Response> {
		const input = { ...readNames(c, row), body: undefined };
		const { reply, ageMs, basis } = await run(row, deps, input, { fresh, resumed: false, changes: [] });
		const representation = await representationOf(reply.body as object);
		if (basis) standing.keep(question, representation, basis);
		return answerRemembered(c, facts, representation, ageMs);
	}

	return function readFromMemory(c, facts) {
		facts.operation = row.id;
		requireScope(facts, row.scope);
		const fresh = wantsFresh(c);
		const question = questionOf(c.req.url);
		const found = fresh ? undefined : standing.get(question);
		if (!found) return ask(c, facts, fresh, question);
		return answerRemembered(c, facts, found.representation, found.ageMs);
	};
}

/** Path and query as they came: what a read depends on, whatever name the gateway was called by. */
function questionOf(url: string): string {
	return url.slice(url.indexOf('/', url.indexOf('://') + 3));
}

function handlerOf(row: Operation, deps: RouteDeps): Handler {
	const isWrite = row.method !== 'get';
	return async function handleOperation(c, facts) {
		facts.operation = row.id;
		requireScope(facts, row.scope);
		const { requestId, resumed } = facts;
		const { params, query } = readNames(c, row);
		const limit = row.batch ? deps.limits.batch : deps.limits.body;
		const body = row.body ? await readJson(c.req.raw, limit, row.body) : undefined;
		const input = { params, query, body };
		const request = { fresh: wantsFresh(c), resumed, changes: changesOf(row.changes, input as never) };
		const audit = (entries: AuditEntry[]) => {
			const by = { requestId, key: callerOf(facts).name, operation: row.id };
			for (const entry of entries) deps.log.audit(by, entry);
		};
		let reply: Reply;
		try {
			({ reply } = await run(row, deps, input, request));
		} catch (thrown) {
			if (isWrite) audit([failedEntry(input, thrown)]);
			throw thrown;
		}
		const entries = isWrite ? auditEntries(input, reply) : [];
		audit(entries);
		if (row.batch && isWrite) deps.telemetry?.batch({ operation: row.id, items: entries.length });
		for (const error of reply.errors ?? []) logProblem(deps.log, error, { requestId, operation: row.id });
		return answer(facts, reply);
	};
}

type CampusRequest = Parameters<RouteDeps['campus']['run']>[1];

/** Goes the way of the row that this campus can go. */
function run(row: Operation, deps: RouteDeps, input: unknown, request: CampusRequest) {
	const plan = async (campus: Campus) => {
		const way = selectWay(row, campus.capabilities) as unknown as Way<unknown>;
		const reply = await way.run(campus, input);
		return { reply, ageMs: campus.recalledAge(), basis: campus.basis() };
	};
	// What asks nothing answers without the campus, and while it is down.
	return asksNothing(row) ? plan(NO_CAMPUS) : deps.campus.run(plan, request);
}

/** The caller wants nothing from memory (RFC 9111 §5.2.1). */
function wantsFresh(c: Context): boolean {
	const wish = c.req.header('Cache-Control');
	return wish !== undefined && /\b(?:no-cache|no-store|max-age=0)\b/i.test(wish);
}

function asksNothing(row: Operation): boolean {
	return row.ways.every(({ needs, calls }) => needs.length + calls.length === 0);
}

/** @throws forbidden */
export function requireScope(facts: Facts, scope: Scope): void {
	const { name, scopes } = callerOf(facts);
	if (scopes.has(scope) || scopes.has('*')) return;
	throw new GatewayError('forbidden', `The key "${name}" lacks the scope ${scope}.`);
}

/** A parameter that stands twice has no one meaning: refused, not guessed. */
function singleValues(queries: Record<string, string[]>): Record<string, string | undefined> {
	const entries = Object.entries(queries);
	const repeated = entries.filter(([, values]) => values.length > 1);
	if (repeated.length === 0) return Object.fromEntries(entries.map(([name, [value]]) => [name, value]));
	const errors = repeated.map(([name]) => ({ pointer: `query/${name}`, detail: 'stands more than once' }));
	throw new GatewayError('invalid-request', `${errors[0]?.pointer}: stands more than once`, { errors });
}

/** The router hands on what it cannot decode as it stands: it would be looked up as a text nobody meant. */
function assertDecodable(url: string): void {
	try {
		decodeURIComponent(url);
	} catch (cause) {
		throw new GatewayError('invalid-request', 'The path or query is not percent-encoded UTF-8.', { cause });
	}
}

/** What the path and the query name. @throws invalid-request, unsafe-identifier */
function readNames(c: Context, row: Operation): { params: unknown; query: unknown } {
	if (c.req.url.includes('%')) assertDecodable(c.req.url);
	const params = row.params ? checked(row.params.safeParse(c.req.param()), 'path') : {};
	const query = row.query ? checked(row.query.safeParse(singleValues(c.req.queries())), 'query') : {};
	return { params, query };
}

function checked(result: z.ZodSafeParseResult<unknown>, place: string): unknown {
	if (result.success) return result.data;
	throw toInputError(result.error.issues, place);
}

/**
 * The methods a path has, for 405 and its Allow header; empty when the path is no route at all.
 * @param pages paths of the public pages, which only know GET.
 */
export function allowedMethods(operations: readonly Operation[], pages: readonly string[], path: string): string[] {
	const methods = operations.filter((row) => pattern(row.path).test(path)).map((row) => row.method.toUpperCase());
	if (pages.includes(path) || methods.includes('GET')) methods.push('GET', 'HEAD');
	return [...new Set(methods)].sort();
}

function pattern(path: string): RegExp {
	return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}

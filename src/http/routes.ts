import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { GatewayError } from '../errors.js';
import { type Invalidation, invalidationsOf } from '../operations/cacheable.js';
import { type Campus, NO_CAMPUS } from '../operations/campus.js';
import { toInputError } from '../operations/input-error.js';
import type { Operation, OperationResult } from '../operations/operation.js';
import { takeWay } from '../operations/ways.js';
import { cacheableResponse, jsonResponse, representationOf, wantsFresh } from './answer.js';
import { type AuditEntry, auditEntries, failedEntry } from './audit.js';
import { readJson } from './body.js';
import type { Handler } from './middleware/compose.js';
import { type Log, logProblem, principalOf, type RequestContext } from './request-context.js';
import { requireScope } from './require-scope.js';
import type { ResponseCache } from './response-cache.js';
import type { Telemetry } from './telemetry.js';

export interface RouteDeps {
	campus: {
		run<T>(
			plan: (campus: Campus) => Promise<T>,
			request: { fresh: boolean; resumed: boolean; invalidations: readonly Invalidation[] },
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
	mount: (row: Operation, path: string, handler: Handler) => void,
	operations: readonly Operation[],
	deps: RouteDeps,
	standing: ResponseCache,
): void {
	for (const row of operations) {
		const handler = row.cacheable ? readHandler(row, deps, standing) : handlerOf(row, deps);
		mount(row, routerPath(row.path), handler);
	}
}

/** Serves a row whose answers may be told from memory. */
function readHandler(row: Operation, deps: RouteDeps, standing: ResponseCache): Handler {
	const onCampus = runnerOf(row, deps);
	return async function readFromCampus(c, facts) {
		requireScope(facts, row.scope);
		const input = { ...readNames(c, row), body: undefined };
		const request = { fresh: wantsFresh(c.req.header('cache-control')), resumed: false, invalidations: [] };
		const { body, ageMs, basis } = await onCampus(request, async (campus) => {
			const reply = await runPlan(row, campus, input);
			return { body: reply.body, ageMs: campus.cacheAge(), basis: campus.dependencies() };
		});
		const representation = await representationOf(body as object);
		const { path, url } = c.req;
		if (basis) standing.store(requestTarget(url), { row, path, representation, dependencies: basis });
		return cacheableResponse(c, facts, representation, ageMs);
	};
}

/** Path and query of a URL. */
export function requestTarget(url: string): string {
	return url.slice(url.indexOf('/', url.indexOf('://') + 3));
}

function handlerOf(row: Operation, deps: RouteDeps): Handler {
	const isWrite = row.method !== 'get';
	const onCampus = runnerOf(row, deps);

	function audit(facts: RequestContext, entries: readonly AuditEntry[]): void {
		const by = { requestId: facts.requestId, key: principalOf(facts).name, operation: row.id };
		for (const entry of entries) deps.log.audit(by, entry);
	}

	return async function handleOperation(c, facts) {
		requireScope(facts, row.scope);
		const { params, query } = readNames(c, row);
		const limit = row.batch ? deps.limits.batch : deps.limits.body;
		const body = row.body ? await readJson(c.req.raw, limit, row.body) : undefined;
		const input = { params, query, body };
		const invalidations = invalidationsOf(row.invalidates, input as never);
		let reply: OperationResult;
		try {
			reply = await onCampus(
				{ fresh: wantsFresh(c.req.header('cache-control')), resumed: facts.resumed, invalidations },
				(campus) => runPlan(row, campus, input),
			);
		} catch (thrown) {
			if (isWrite) audit(facts, [failedEntry(input, thrown)]);
			throw thrown;
		}
		if (isWrite) {
			const entries = auditEntries(input, reply);
			audit(facts, entries);
			if (row.batch) deps.telemetry?.batch({ operation: row.id, items: entries.length });
		}
		for (const error of reply.errors ?? [])
			logProblem(deps.log, error, { requestId: facts.requestId, operation: row.id });
		return jsonResponse(facts, reply);
	};
}

type RunOnCampus = RouteDeps['campus']['run'];
type Run = <T>(request: Parameters<RunOnCampus>[1], plan: (campus: Campus) => Promise<T>) => Promise<T>;

/** What asks nothing answers without the campus, and while it is down. */
function runnerOf(row: Operation, { campus }: RouteDeps): Run {
	const asksNothing = row.ways.every(({ needs = [], calls = [] }) => needs.length + calls.length === 0);
	return asksNothing ? (_, plan) => plan(NO_CAMPUS) : (request, plan) => campus.run(plan, request);
}

/** Runs the plan of the way that this campus can go. The input was checked by the schemas of the row. */
function runPlan(row: Operation, campus: Campus, input: unknown): Promise<OperationResult> {
	return takeWay<[never], OperationResult>(row, campus, [input as never]);
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

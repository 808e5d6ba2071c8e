/** The handlers of the operations: from a routed request to a call of the operation, and from its result to a response. */
import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { GatewayError, isOpen } from '../errors.js';
import { nearestName } from '../nearest.js';
import { invalidationsOf } from '../operations/cacheable.js';
import { type Campus, type CampusRequest, NO_CAMPUS } from '../operations/campus.js';
import { toInputError } from '../operations/input-error.js';
import type { Operation, OperationResult } from '../operations/operation.js';
import { takeWay } from '../operations/ways.js';
import { type AuditEntry, auditEntries, failedEntry } from './audit.js';
import { readJson } from './body.js';
import type { ResponseCache } from './fast/response-cache.js';
import { type Log, logProblem } from './log.js';
import { asksForFresh, requestTarget } from './messages.js';
import type { Handler } from './middleware/compose.js';
import { principalOf, type RequestContext } from './request-context.js';
import { cacheableResponse, jsonResponse, nextPageLink, representationOf } from './responses.js';
import type { Telemetry } from './telemetry.js';

export interface RouteDeps {
	campus: {
		run<T>(plan: (campus: Campus) => Promise<T>, request: CampusRequest): Promise<T>;
	};
	/** Largest bodies, in bytes: of a single request, and of a batch. */
	limits: { body: number; batch: number };
	log: Log;
	telemetry?: Telemetry | undefined;
}

/** Most unknown query parameters that a problem lists, and the longest for which a known one is looked for. */
const MOST_LISTED = 100;
const LONGEST_GUESSED = 64;

/** `/users/{field}` as Hono writes it. */
function routerPath(path: string): string {
	return path.replace(/\{(\w+)\}/g, ':$1');
}

/**
 * Mounts every operation.
 * @param cache receives responses that can be used again.
 */
export function mountOperations(
	mount: (row: Operation, path: string, handler: Handler) => void,
	operations: readonly Operation[],
	deps: RouteDeps,
	cache?: ResponseCache,
): void {
	for (const row of operations) {
		const handler = row.cacheable ? cacheableHandler(row, deps, cache) : operationHandler(row, deps);
		mount(row, routerPath(row.path), handler);
	}
}

/** Handles an operation whose response may come from the cache. */
function cacheableHandler(row: Operation, deps: RouteDeps, cache: ResponseCache | undefined): Handler {
	const runOnCampus = runnerOf(row, deps);
	return async function handleCacheable(c, context) {
		const input = { ...readParameters(c, row), body: undefined };
		const { requestId } = context;
		const fresh = asksForFresh(c.req.header('cache-control'));
		const request = { fresh, resumed: false, requestId, invalidations: [] };
		const { body, ageMs, dependencies } = await runOnCampus(request, async (campus) => {
			const result = await runOperation(row, campus, input);
			return { body: result.body, ageMs: campus.cacheAge(), dependencies: campus.dependencies() };
		});
		const representation = await representationOf(body as object);
		const { path, url } = c.req;
		const link = nextPageLink(url, body as object);
		if (dependencies) cache?.store(requestTarget(url), { row, path, representation, link, dependencies });
		return cacheableResponse(c, context, representation, ageMs, link);
	};
}

function operationHandler(row: Operation, deps: RouteDeps): Handler {
	const isWrite = row.method !== 'get';
	const runOnCampus = runnerOf(row, deps);

	function audit(context: RequestContext, entries: readonly AuditEntry[]): void {
		const request = { requestId: context.requestId, key: principalOf(context).name, operation: row.id };
		for (const entry of entries) deps.log.audit(request, entry);
	}

	return async function handleOperation(c, context) {
		const { params, query } = readParameters(c, row);
		const limit = row.bodyLimit ?? (row.batch ? deps.limits.batch : deps.limits.body);
		const body = row.body ? await readJson(c.req.raw, limit, row.body, row.dialect?.mediaType) : undefined;
		const headers = row.headers && Object.fromEntries(row.headers.map((name) => [name, c.req.header(name)]));
		const input = { params, query, body, ...(headers ? { headers } : {}) };
		const { requestId } = context;
		const invalidations = invalidationsOf(row.invalidates, input as never);
		let result: OperationResult;
		context.isUnchanged = true;
		try {
			result = await runOnCampus(
				{
					fresh: asksForFresh(c.req.header('cache-control')),
					resumed: context.resumed,
					mark: context.mark,
					earlier: context.earlier,
					requestId,
					invalidations,
					onChanged() {
						context.isUnchanged = false;
					},
				},
				(campus) => runOperation(row, campus, input),
			);
		} catch (thrown) {
			if (isWrite) audit(context, [failedEntry(input, thrown)]);
			throw thrown;
		}
		context.hasOpenParts = result.errors?.some(isOpen) ?? false;
		if (isWrite) {
			const entries = auditEntries(input, result);
			audit(context, entries);
			if (row.batch || result.items) deps.telemetry?.batch({ operation: row.id, items: entries.length });
		}
		for (const error of result.errors ?? []) logProblem(deps.log, error, { requestId, operation: row.id });
		return jsonResponse(context, result, row.dialect?.mediaType);
	};
}

type RunOnCampus = RouteDeps['campus']['run'];
type Run = <T>(request: Parameters<RunOnCampus>[1], plan: (campus: Campus) => Promise<T>) => Promise<T>;

/** An operation that makes no call and needs no capability works without the campus, and while it is down. */
function runnerOf(row: Operation, { campus }: RouteDeps): Run {
	const needsNoCampus = row.ways.every(({ needs = [], calls = [] }) => needs.length + calls.length === 0);
	return needsNoCampus ? (_, plan) => plan(NO_CAMPUS) : (request, plan) => campus.run(plan, request);
}

/** Runs the way that this campus supports. @param input was validated by the schemas of the operation. */
function runOperation(row: Operation, campus: Campus, input: unknown): Promise<OperationResult> {
	return takeWay<[never], OperationResult>(row, campus, [input as never]);
}

/** A query parameter that occurs twice is ambiguous and therefore refused. @throws invalid-request */
function singleValues(queries: Record<string, string[]>): Record<string, string | undefined> {
	const entries = Object.entries(queries);
	const repeated = entries.filter(([, values]) => values.length > 1);
	if (repeated.length === 0) return Object.fromEntries(entries.map(([name, [value]]) => [name, value]));
	const errors = repeated.map(([name]) => ({ pointer: `query/${name}`, detail: 'stands more than once' }));
	throw new GatewayError('invalid-request', `${errors[0]?.pointer}: stands more than once`, { errors });
}

/** Hono passes on undecoded what it cannot decode, and the record looked up would be the wrong one. @throws invalid-request */
function assertDecodable(url: string): void {
	try {
		decodeURIComponent(url);
	} catch (cause) {
		throw new GatewayError('invalid-request', 'The path or query is not percent-encoded UTF-8.', { cause });
	}
}

/** The validated parameters of path and query. @throws invalid-request, unsafe-identifier */
function readParameters(c: Context, row: Operation): { params: unknown; query: unknown } {
	if (c.req.url.includes('%')) assertDecodable(c.req.url);
	const params = row.params ? checked(row.params.safeParse(c.req.param()), 'path') : {};
	// Most requests have no query: for them the names are not even listed.
	const hasQuery = c.req.url.includes('?');
	const queries = hasQuery ? c.req.queries() : {};
	if (hasQuery) refuseUnknown(Object.keys(queries), Object.keys(row.query?.shape ?? {}));
	const query = row.query ? checked(row.query.safeParse(singleValues(queries)), 'query') : {};
	return { params, query };
}

/** A misspelt query parameter is not ignored: a request without it can do something else. @throws invalid-request */
function refuseUnknown(names: readonly string[], known: readonly string[]): void {
	const unknown = names.filter((name) => !known.includes(name)).slice(0, MOST_LISTED);
	if (unknown.length === 0) return;
	const list = known.length === 0 ? 'the route has no query parameters' : `known here: ${known.join(', ')}`;
	const errors = unknown.map((name) => {
		const meant = name.length <= LONGEST_GUESSED ? nearestName(name, known) : undefined;
		const hint = meant === undefined ? list : `did you mean ${meant}?`;
		return { pointer: `query/${name}`, detail: `is not known; ${hint}` };
	});
	throw new GatewayError('invalid-request', `${errors[0]?.pointer}: ${errors[0]?.detail}`, { errors });
}

function checked(result: z.ZodSafeParseResult<unknown>, place: string): unknown {
	if (result.success) return result.data;
	throw toInputError(result.error.issues, place);
}

/**
 * The methods of a path, for 405 and the Allow header (RFC 9110 §10.2.1); empty where there is no route.
 * @param pages paths of the public pages, which have GET only.
 */
export function allowedMethods(operations: readonly Operation[], pages: readonly string[], path: string): string[] {
	const methods = operations.filter((row) => pattern(row.path).test(path)).map((row) => row.method.toUpperCase());
	if (pages.includes(path) || methods.includes('GET')) methods.push('GET', 'HEAD');
	return [...new Set(methods)].sort();
}

function pattern(path: string): RegExp {
	return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}

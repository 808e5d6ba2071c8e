/** The shape of a row of the operation table. */
import type { z } from '@hono/zod-openapi';
import type { GatewayError, ProblemCode } from '../errors.js';
import type { Scope } from '../scopes.js';
import type { Invalidates } from './cacheable.js';
import type { Way } from './ways.js';

/** The input of a request, checked against the schemas of its row. */
export interface Input<Params, Query, Body> {
	params: Params;
	query: Query;
	body: Body;
	/** The request headers that the row names, by their names in lower case. */
	headers?: Record<string, string | undefined>;
}

/** How a row is spoken where it is not the JSON of the gateway. */
export interface Dialect {
	/** Where its routes are: paths below it that are no route are answered in it as well. */
	base: string;
	/** Media type of bodies; `application/json` is taken, too. */
	mediaType: string;
	/** What the document shows of an error. */
	errorSchema: z.ZodType;
	/** Status and body of the response to a failed request. */
	toError(error: GatewayError): { status: number; body: object };
}

/** The result of a plan: a status that its row declares, with the body and Location that belong to it. */
export interface OperationResult {
	status: number;
	body?: unknown;
	location?: string;
	headers?: Record<string, string>;
	/** Problems inside of the body (items of a batch), for the log. */
	errors?: readonly GatewayError[];
	/** The records that were to be changed, for the audit log, where neither request nor body shows them. */
	items?: readonly { target: Record<string, string | number>; status: number; code?: string }[];
}

export interface Success {
	description: string;
	schema?: z.ZodType;
	example?: unknown;
	/** The response has a Location header. */
	location?: true;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Row<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
	/** operationId of the document; never changes once published. */
	id: string;
	method: Method;
	/** Path with `{name}` for parameters. */
	path: string;
	tag: string;
	summary: string;
	description: string;
	scope: Scope;
	/** A scope for this operation alone, which suffices instead of `scope`. */
	narrowScope?: Scope;
	/** The response has a secret: it is not stored for retries. */
	hasSecretResponse?: true;
	params?: P;
	query?: Q;
	body?: B;
	/** What the document shows for the body where that is more than the run-time schema says (items of a batch). */
	bodyDocument?: z.ZodType;
	bodyExamples?: Record<string, { summary: string; value: unknown }>;
	/** Path parameters whose example is not the one of their schema. */
	pathExamples?: Readonly<Record<string, string>>;
	/** The larger body limit applies. */
	batch?: true;
	/** A body limit of its own, in bytes, which clients are told. */
	bodyLimit?: number;
	/** Absent: JSON, with problem documents. */
	dialect?: Dialect;
	/** Names, in lower case, of the request headers that the ways look at. */
	headers?: readonly string[];
	/** The response may come from the cache, and has an ETag. */
	cacheable?: true;
	/** What is invalidated once the request has changed something; of every row that writes. */
	invalidates?: Invalidates<Input<z.output<P>, z.output<Q>, z.output<B>>>;
	success: Record<number, Success>;
	/** Problem codes beyond those every operation can answer. */
	problems: readonly ProblemCode[];
	/** Best first; see `ways.ts`. A row is itself a step: its parts that differ by campus are steps of their own. */
	ways: readonly Way<[Input<z.output<P>, z.output<Q>, z.output<B>>], OperationResult>[];
}

/** A row of the table, its input types forgotten: routes, document and tests treat all rows alike. */
export type Operation = Omit<Row<z.ZodObject, z.ZodObject, z.ZodType>, 'ways' | 'invalidates'> & {
	ways: readonly Way<[never], OperationResult>[];
	invalidates?: Invalidates<never>;
	/** Begins the sentence "… needs a campus where …". */
	title: string;
};

/** Declares a row of the table; the function infers the types between its schemas and its ways. */
export function operation<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
	row: Row<P, Q, B>,
): Operation {
	return { ...(row as unknown as Operation), title: `"${row.summary}"` };
}

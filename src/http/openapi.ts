import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { GatewayError, PROBLEMS, type ProblemCode } from '../errors.js';
import type { Operation, Success } from '../operations/operation.js';
import { supportOf } from '../operations/support.js';
import { takesKey } from './idempotency/idempotency-key.js';
import { inGoodForm } from './openapi-form.js';
import { PAGE_PROBLEMS, PAGES } from './openapi-pages.js';

const TAGS = [
	{ name: 'Users', description: 'Create, read, change, enable, disable and delete users.' },
	{ name: 'Users in batches', description: 'The same for up to 1,000 users a call, with a status for each.' },
	{ name: 'Courses', description: 'Create, read, change and delete courses.' },
	{ name: 'Course users', description: 'Who is subscribed to a course.' },
	{ name: 'Course descriptions', description: 'The texts that describe a course.' },
	{ name: 'Courses in batches', description: 'Many courses a call, with a status for each.' },
	{ name: 'Sessions', description: 'Create, read, change and delete sessions.' },
	{ name: 'Session users', description: 'Who takes part in a session.' },
	{ name: 'Session courses', description: 'What is taught in a session.' },
	{ name: 'Enrolments', description: 'A user, with all courses and sessions it is to be in, in one call.' },
	{ name: 'Reports', description: 'Time spent, and progress in learning paths.' },
	{
		name: 'SCIM',
		description: 'SCIM 2.0 (RFC 7643, RFC 7644), for identity providers. Groups are courses and sessions.',
	},
	{ name: 'Gateway', description: 'Health, metrics and this document. No key is needed but for the metrics.' },
	{ name: 'SOAP', description: 'Every operation of both services as Chamilo has it, JSON in and out.' },
];

const inputError = z.strictObject({
	pointer: z.string().openapi({
		description: 'JSON pointer into the body; `path/…` and `query/…` name parameters.',
		example: '/firstname',
	}),
	detail: z.string().openapi({ example: 'is missing' }),
});

const problem = z
	.looseObject({
		type: z.string().openapi({ description: 'A page that explains the problem.', example: '/problems/user-not-found' }),
		title: z.string(),
		status: z.int(),
		detail: z.string(),
		instance: z.string().openapi({ description: 'Request id; the log of the gateway has the cause under it.' }),
		code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
		errors: z.array(inputError).optional(),
		chamilo: z
			.strictObject({ operation: z.string(), faultcode: z.string().optional(), faultstring: z.string().optional() })
			.optional()
			.openapi({ description: 'What Chamilo itself said, when it spoke.' }),
	})
	.openapi('Problem', { description: 'RFC 9457 problem document.' });

const ANY_OPERATION: readonly ProblemCode[] = [
	'unauthorized',
	'forbidden',
	'rate-limited',
	'identity-provider-unavailable',
	'unsupported-by-chamilo',
	'internal-error',
	'chamilo-error',
	'chamilo-refused-signature',
	'chamilo-unavailable',
	'chamilo-timeout',
];
/** Rows that look a course or a session up can find several. */
const NAMED_BY_EXTERNAL_ID: readonly ProblemCode[] = ['course-not-found', 'session-not-found'];
const AMBIGUOUS: readonly ProblemCode[] = ['ambiguous-identifier'];
const ANY_BODY: readonly ProblemCode[] = [
	'invalid-request',
	'malformed-json',
	'payload-too-large',
	'unsupported-media-type',
];

const ANY_WRITE: readonly ProblemCode[] = ['record-locked', 'locks-unavailable'];
const ANY_KEYED: readonly ProblemCode[] = [
	'invalid-request',
	'payload-too-large',
	'idempotency-conflict',
	'idempotency-in-progress',
];

const idempotencyKey = z
	.string()
	.min(1)
	.max(257)
	.optional()
	.openapi({
		param: { name: 'Idempotency-Key', in: 'header' },
		description:
			'Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends.',
	});

const cacheControl = z
	.string()
	.optional()
	.openapi({
		param: { name: 'Cache-Control', in: 'header' },
		description: '`no-cache`: bypasses the cache.',
	});

const ifNoneMatch = z
	.string()
	.optional()
	.openapi({
		param: { name: 'If-None-Match', in: 'header' },
		description: 'The `ETag` of the answer you have: 304 without a body when it is still valid.',
	});

/** Request headers that rows name, by their names in lower case. */
const CONDITIONS: Record<string, typeof ifNoneMatch> = {
	'if-none-match': ifNoneMatch,
	'if-match': z
		.string()
		.optional()
		.openapi({
			param: { name: 'If-Match', in: 'header' },
			description: 'The `ETag` of the version that is to be changed: 412 where it is another one by now.',
		}),
};

/** Headers of responses that may come from the cache. */
const CACHE_HEADERS = {
	ETag: { description: 'Names this very answer.', schema: { type: 'string' as const } },
	Age: {
		description: 'Seconds since Chamilo was asked; absent when it was asked for this request.',
		schema: { type: 'integer' as const },
	},
};

const LINK_HEADER = {
	Link: {
		description: 'The next page, with `rel="next"` (RFC 8288); absent at the last one.',
		schema: { type: 'string' as const },
	},
};

function isPage(schema: Success['schema']): boolean {
	return schema instanceof z.ZodObject && 'next_cursor' in schema.shape;
}

/** All problem codes that an operation can respond with. */
export function problemsOf(row: Operation): ProblemCode[] {
	// Without a body it is the query: parameters that a route does not have are refused.
	const input: readonly ProblemCode[] = row.body ? ANY_BODY : ['invalid-request'];
	const keyed = takesKey(row.method) ? ANY_KEYED : [];
	const write = row.method === 'get' ? [] : ANY_WRITE;
	const named = row.problems.some((code) => NAMED_BY_EXTERNAL_ID.includes(code)) ? AMBIGUOUS : [];
	return [...new Set([...input, ...row.problems, ...named, ...keyed, ...write, ...ANY_OPERATION])];
}

/** With its SPDX identifier, which the types do not know. */
const LICENSE: { name: string } = Object.assign({ name: 'MIT' }, { identifier: 'MIT' });

/** The OpenAPI 3.1 document of these operations, as the text that both runtimes serve. */
export function buildDocument(operations: readonly Operation[], version: string): string {
	const app = new OpenAPIHono();
	app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
		type: 'http',
		scheme: 'bearer',
		description:
			'An API key made by `chamilo-gateway key NAME SCOPES`, or a JSON Web Token of the identity provider the gateway trusts, with the scopes in `scope`.',
	});
	app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
		type: 'apiKey',
		in: 'header',
		name: 'X-API-Key',
		description: 'The same key in a header of its own.',
	});
	app.openAPIRegistry.register('Problem', problem);
	const responses = new Map(
		operations
			.filter(({ dialect }) => !dialect)
			.flatMap(codesByStatus)
			.map(([, codes]) => [responseName(codes), codes]),
	);
	for (const code of PAGE_PROBLEMS) responses.set(code, [code]);
	for (const [name, codes] of [...responses].sort()) {
		app.openAPIRegistry.registerComponent('responses', name, problemResponse(codes));
	}
	const key = app.openAPIRegistry.registerParameter('IdempotencyKey', idempotencyKey);
	for (const row of operations) app.openAPIRegistry.registerPath(routeOf(row, key));
	const document = app.getOpenAPI31Document({
		openapi: '3.1.0',
		info: {
			title: 'Chamilo REST gateway',
			version,
			description:
				'A REST/JSON interface to the users, courses and sessions of a Chamilo campus. A route promises its effect: it really happens, or a problem (RFC 9457) says why not. The SOAP calls behind each route are listed in `x-chamilo`.\n\nThe version follows Semantic Versioning, and every response has it in `Api-Version`. Within a major version routes, members and problem codes are added and never removed or renamed, so clients must ignore members that they do not know; what is to go is marked `deprecated` first. Before 1.0.0 the changelog names what breaks.',
			license: LICENSE,
			contact: { name: 'chamilo-rest-gateway', url: 'https://www.npmjs.com/package/chamilo-rest-gateway' },
		},
		// Relative to the document: a gateway of several campuses serves one below the path of each.
		servers: [{ url: '.' }],
		tags: TAGS.filter(({ name }) => name === 'Gateway' || operations.some(({ tag }) => tag === name)),
	});
	// Two spaces: Spectral reads it as YAML, which knows no tabs.
	return `${JSON.stringify(inGoodForm({ ...document, paths: { ...document.paths, ...PAGES } }), null, 2)}\n`;
}

function routeOf(row: Operation, key: typeof idempotencyKey) {
	const body = row.bodyDocument ?? row.body;
	const headers = [
		...(takesKey(row.method) ? [key] : []),
		...(row.cacheable ? [cacheControl, ifNoneMatch] : []),
		...(row.headers ?? []).map((name) => CONDITIONS[name] ?? ifNoneMatch),
	];
	return createRoute({
		operationId: row.id,
		method: row.method,
		path: row.path,
		tags: [row.tag],
		summary: row.summary,
		description: `${row.description}\n\nScope: \`${row.scope}\`${row.narrowScope ? `, or \`${row.narrowScope}\`` : ''}.`,
		security: [{ bearer: [row.scope] }, { apiKey: [row.scope] }],
		request: {
			...(row.params ? { params: withExamples(row.params, row.pathExamples) } : {}),
			...(row.query ? { query: row.query } : {}),
			...(headers.length > 0 ? { headers } : {}),
			...(body
				? {
						body: {
							required: !body.safeParse({}).success,
							content: {
								[mediaTypeOf(row)]: { schema: body, ...(row.bodyExamples ? { examples: row.bodyExamples } : {}) },
							},
						},
					}
				: {}),
		},
		responses: {
			...Object.fromEntries(Object.entries(row.success).map(([status, success]) => [status, successOf(success, row)])),
			...(row.cacheable ? { 304: { description: 'The answer is the one you have.', headers: CACHE_HEADERS } } : {}),
			...problemResponses(row),
		},
		'x-chamilo': supportOf(row),
	});
}

/** Only the document has these: the route itself checks with the schemas as they are. */
function withExamples(params: z.ZodObject, examples: Readonly<Record<string, string>> = {}): z.ZodObject {
	const own = Object.entries(examples).map(([name, example]) => [name, params.shape[name].openapi({ example })]);
	return own.length === 0 ? params : z.object({ ...params.shape, ...Object.fromEntries(own) });
}

function successOf({ description, schema, example, location }: Success, row: Operation) {
	const { cacheable } = row;
	return {
		description,
		...(schema ? { content: { [mediaTypeOf(row)]: { schema, ...(example === undefined ? {} : { example }) } } } : {}),
		...(location
			? { headers: { Location: { description: 'Path of the record.', schema: { type: 'string' as const } } } }
			: {}),
		...(cacheable ? { headers: { ...CACHE_HEADERS, ...(isPage(schema) ? LINK_HEADER : {}) } } : {}),
	};
}

function mediaTypeOf({ dialect }: Operation): string {
	return dialect?.mediaType ?? 'application/json';
}

/** The problem codes of an operation, by status. */
function codesByStatus(row: Operation): [status: number, codes: ProblemCode[]][] {
	const byStatus = new Map<number, ProblemCode[]>();
	for (const code of problemsOf(row)) {
		const { status } = row.dialect?.toError(new GatewayError(code, '')) ?? PROBLEMS[code];
		byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
	}
	return [...byStatus].sort(([left], [right]) => left - right);
}

/** Operations with the same problem codes share one response component. */
function responseName(codes: readonly ProblemCode[]): string {
	return codes.join('.');
}

function problemResponses(row: Operation) {
	const { dialect } = row;
	if (dialect) {
		const content = { [dialect.mediaType]: { schema: dialect.errorSchema } };
		return Object.fromEntries(
			codesByStatus(row).map(([status, codes]) => [status, { description: titlesOf(codes), content }]),
		);
	}
	return Object.fromEntries(
		codesByStatus(row).map(([status, codes]) => [status, { $ref: `#/components/responses/${responseName(codes)}` }]),
	);
}

function titlesOf(codes: readonly ProblemCode[]): string {
	return codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join('\n\n');
}

function problemResponse(codes: readonly ProblemCode[]) {
	return {
		description: titlesOf(codes),
		content: {
			'application/problem+json': {
				schema: { $ref: '#/components/schemas/Problem' },
				examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
			},
		},
	};
}

function exampleOf(code: ProblemCode) {
	const { status, title } = PROBLEMS[code];
	return { type: `/problems/${code}`, title, status, detail: `${title}.`, code, instance: 'a1b2c3d4' };
}

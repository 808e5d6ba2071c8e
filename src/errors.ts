// The errors of the gateway's API: the table of all problem codes, the exception that carries one, and the conversion
// to an RFC 9457 problem document.

/**
 * All problem codes, each with its HTTP status, title and remedy (what the client can do). It is the only place that
 * defines them: responses, the OpenAPI document and the pages at /problems/<code> are made from it.
 */
export const PROBLEMS = {
	'invalid-request': {
		status: 400,
		title: 'The request is not valid',
		remedy:
			'Each entry of `errors` names the place (a JSON pointer, or a path or query parameter) and what is expected there.',
	},
	'malformed-json': {
		status: 400,
		title: 'The body is not JSON',
		remedy: 'Send one JSON object, encoded in UTF-8. The detail says where the parser stopped.',
	},
	'unsafe-identifier': {
		status: 400,
		title: 'The identifier holds a character that must not reach Chamilo',
		remedy:
			'Chamilo puts identifiers and field names into its SQL as they come. Quotes, backslashes and control characters are therefore refused before anything is sent. Give the record an identifier without them.',
	},
	unauthorized: {
		status: 401,
		title: 'A valid API key is needed',
		remedy:
			'Send the key as `Authorization: Bearer KEY` or `X-API-Key: KEY`. `chamilo-gateway key NAME SCOPES` (in the repository `npm run key -- NAME SCOPES`) makes one; add its entry to `API_KEYS`.',
	},
	'rate-limited': {
		status: 429,
		title: 'The caller has used up its requests of this minute',
		remedy:
			'Wait for as long as `Retry-After` says. `RateLimit` in every response says how many are left; batches (`/users/batch/…`, `PUT /enrolments`) do more with one request. `RATE_LIMIT` sets the limit.',
	},
	'identity-provider-unavailable': {
		status: 503,
		title: 'The keys of the identity provider cannot be fetched',
		remedy:
			'The token may be good: send it again after `Retry-After`. If it stays so, check `JWT_JWKS_URL` and whether the gateway reaches it.',
	},
	forbidden: {
		status: 403,
		title: 'The key does not have the scope this operation needs',
		remedy: 'The detail names the scope. Have a key made that carries it.',
	},
	'route-not-found': {
		status: 404,
		title: 'There is no such route',
		remedy: 'All routes are listed at /docs and in /openapi.json.',
	},
	'user-not-found': {
		status: 404,
		title: 'Chamilo has no such user',
		remedy:
			'Check field and value. An external id that was never stored answers the same; `chamilo_user_id` with the number that the creation answered works, except where a route needs an external id (Chamilo 1.11 on PHP 7).',
	},
	'course-not-found': {
		status: 404,
		title: 'Chamilo has no such course',
		remedy: 'Check field and value. `GET /courses` lists the numbers and codes of all courses.',
	},
	'session-not-found': {
		status: 404,
		title: 'Chamilo has no such session',
		remedy:
			'Check field and value. `chamilo_session_id` with the number that the creation answered always works; Chamilo 1.9 finds a session by its name only when the session has a course and a coach.',
	},
	'learnpath-not-found': {
		status: 404,
		title: 'The course has no such learnpath, or the learnpath no such item',
		remedy:
			'`GET /users/:field/:value/courses/:courseField/:courseValue/learnpaths` lists the learnpaths of the course.',
	},
	'method-not-allowed': {
		status: 405,
		title: 'The route does not have this method',
		remedy: 'The `Allow` header lists the methods it has.',
	},
	'username-taken': {
		status: 409,
		title: 'This username is already taken',
		remedy:
			'Choose another `loginname`. Chamilo compares without regard to case; if the user is meant to be the same person, use `PUT /users/:field/:value`.',
	},
	'external-id-taken': {
		status: 409,
		title: 'Another record already has this external id',
		remedy:
			'Chamilo would store it a second time and then only ever find the first. Use `PUT` to change the record that has it.',
	},
	'ambiguous-identifier': {
		status: 409,
		title: 'Several records have this external id',
		remedy:
			'Name the one that is meant by its number, or by its code; the detail has them. An administrator can take the external id from the others.',
	},
	'already-subscribed': {
		status: 409,
		title: 'The user is subscribed to the course already, perhaps in another role',
		remedy: 'Chamilo does not say in which role. To change it, unsubscribe the user and subscribe them again.',
	},
	'course-code-taken': {
		status: 409,
		title: 'Another course has this code',
		remedy: 'Choose another `code`. Codes are kept in capitals.',
	},
	'session-name-taken': {
		status: 409,
		title: 'Another session has this name',
		remedy: 'Choose another `name`. Chamilo compares the first 50 characters.',
	},
	'session-in-use': {
		status: 409,
		title: 'The session has users or courses, and this Chamilo deletes only empty ones',
		remedy:
			'Take the users and courses out first (`DELETE /sessions/:field/:value/users/…` and `…/courses/…`), then send the request again; or delete the session in Chamilo itself. Where `soap.php` answers, sessions in use can be deleted.',
	},
	'course-not-in-session': {
		status: 409,
		title: 'The course is not in the session',
		remedy: 'Add it first with `PUT /sessions/:field/:value/courses/:courseField/:courseValue`.',
	},
	'user-inactive': {
		status: 409,
		title: 'The user is inactive, and Chamilo changes credentials of active users only',
		remedy: 'Enable the user first (`POST /users/:field/:value/enable`), then send the request again.',
	},
	'user-coaches-sessions': {
		status: 409,
		title: 'The user is the coach of a session, and Chamilo does not delete such users',
		remedy:
			'The member `sessions` names them. Give each another coach (`PUT /sessions/:field/:value`) or delete it, then send the request again; `POST /users/:field/:value/disable` keeps the user out meanwhile.',
	},
	'idempotency-conflict': {
		status: 409,
		title: 'The Idempotency-Key belongs to another request',
		remedy:
			'A key identifies one request, body and query included, for 24 hours. Send this one with a key of its own; if it is meant to be a retry, send exactly what was sent the first time.',
	},
	'idempotency-in-progress': {
		status: 409,
		title: 'The request with this Idempotency-Key is still under way',
		remedy:
			'Send it again, unchanged and with the same key, after the number of seconds in `Retry-After`: the response will be that of the first request.',
	},
	'precondition-failed': {
		status: 412,
		title: 'The record has changed since it was read',
		remedy: 'Read it again, and send the change with the new `ETag` in `If-Match`.',
	},
	'payload-too-large': {
		status: 413,
		title: 'The body is too large',
		remedy:
			'The detail names the limit. Split a batch; the limits are the settings `BODY_LIMIT` and `BATCH_BODY_LIMIT`.',
	},
	'unsupported-media-type': {
		status: 415,
		title: 'The body must be application/json',
		remedy: 'Send `Content-Type: application/json`.',
	},
	'password-encryption-refused': {
		status: 422,
		title: 'Chamilo refused the encrypted password',
		remedy:
			'`encrypt_method` must be the method the campus itself uses, and `password` a hash of that kind (sha1: 40 hexadecimal digits). Without `encrypt_method` the password is sent in clear text and Chamilo hashes it.',
	},
	'unsupported-by-chamilo': {
		status: 422,
		title: 'This Chamilo cannot do that',
		remedy: 'The detail says what is missing and, where there is one, the workaround. Nothing was changed.',
	},
	'rejected-by-chamilo': {
		status: 422,
		title: 'Chamilo refused the operation',
		remedy: 'The member `chamilo` repeats its fault. Correct the cause named in the detail and send the request again.',
	},
	'internal-error': {
		status: 500,
		title: 'The gateway itself failed',
		remedy:
			'This is a defect of the gateway. Report it with the request id in `instance`; the log has the cause under that id.',
	},
	'chamilo-error': {
		status: 502,
		title: 'Chamilo answered something that is no valid reply',
		remedy:
			'PHP ended with a fatal error, or the campus sent an HTML page instead of SOAP. The log of the gateway has the reason under the request id; compare the PHP log of the campus at the same time.',
	},
	'chamilo-refused-signature': {
		status: 502,
		title: 'Chamilo refused the signature of the gateway',
		remedy:
			"The key or the address it is signed with is wrong. Compare `CHAMILO_SECURITY_KEY` with `$_configuration['security_key']` of the campus, and the egress address with what `/main/webservices/testip.php` shows when called from the gateway's host; behind a proxy set `CHAMILO_SIGNING`.",
	},
	'not-implemented-by-chamilo': {
		status: 501,
		title: 'Chamilo announces this operation and does not have it',
		remedy: 'Nothing can be done from outside; the detail names the operation.',
	},
	'creation-incomplete': {
		status: 502,
		title: 'The record was created, but Chamilo did not store all of it',
		remedy:
			'The member `id` is the number of the new record, by which it can be addressed. Do not create it again: send what is missing with `PUT`.',
	},
	'partly-done': {
		status: 502,
		title: 'Chamilo did the first part of the operation, then failed',
		remedy:
			'The member `done` lists the steps that have happened, `failed` is the one that has not, and the detail says why. The request can be repeated as it is: steps already done have the same result again.',
	},
	'outcome-unknown': {
		status: 502,
		title: 'It could not be established whether Chamilo did this',
		remedy:
			'The connection broke after the request was sent, and a look-up did not show whether it was executed. Look the record up yourself before you repeat the request.',
	},
	'chamilo-unavailable': {
		status: 503,
		title: 'Chamilo cannot be reached',
		remedy:
			'Try again after the number of seconds in `Retry-After`. If it stays so, check `CHAMILO_URL` and the campus itself.',
	},
	'record-locked': {
		status: 503,
		title: 'Another request is changing this record',
		remedy:
			'Requests that change one record are done one after the other, in all instances of the gateway. This one waited as long as `CHAMILO_TIMEOUT_MS` says. Send it again after the number of seconds in `Retry-After`.',
	},
	'locks-unavailable': {
		status: 503,
		title: 'Records cannot be locked, because Redis does not answer',
		remedy:
			'With `LOCKS=require` the gateway changes nothing while Redis is away; reads go on. Send the request again after the number of seconds in `Retry-After`. If it stays so, see what `npm run doctor` says of Redis.',
	},
	'chamilo-timeout': {
		status: 504,
		title: 'Chamilo did not answer in time',
		remedy: 'The limit is `CHAMILO_TIMEOUT_MS`. Reads and repeatable writes can simply be sent again.',
	},
} as const satisfies Record<string, { status: number; title: string; remedy: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One invalid input: `pointer` is a JSON pointer into the body, or `path/x`, `query/x` for parameters. */
export interface InputError {
	pointer: string;
	detail: string;
}

/** The SOAP fault of Chamilo, if it sent one. */
export interface ChamiloFaultInfo {
	operation: string;
	faultcode?: string;
	faultstring?: string;
}

export interface GatewayErrorOptions {
	/** For the log; never sent to the client. */
	cause?: unknown;
	errors?: InputError[];
	chamilo?: ChamiloFaultInfo;
	/** Extension members of the problem document (`id` of a created user, `done` …). */
	extensions?: Record<string, unknown>;
	/** Response headers that belong to the status, such as Retry-After or Allow. */
	headers?: Record<string, string>;
	/** The SOAP request had been sent when it failed, so Chamilo may have executed it (`outcomeUnknown`). */
	outcomeUnknown?: boolean;
	/**
	 * The reply was empty, because PHP ended with a fatal error (`emptyReply`). Chamilo 1.11 rejects some calls like
	 * this.
	 */
	emptyReply?: boolean;
}

/** The only exception type of the gateway. @param message the `detail` that the client is sent. */
export class GatewayError extends Error {
	override readonly name = 'GatewayError';
	readonly code: ProblemCode;
	readonly errors: InputError[] | undefined;
	readonly chamilo: ChamiloFaultInfo | undefined;
	readonly extensions: Record<string, unknown> | undefined;
	readonly headers: Record<string, string> | undefined;
	readonly outcomeUnknown: boolean;
	readonly emptyReply: boolean;

	constructor(code: ProblemCode, message: string, options: GatewayErrorOptions = {}) {
		super(message, 'cause' in options ? { cause: options.cause } : undefined);
		this.code = code;
		this.errors = options.errors;
		this.chamilo = options.chamilo;
		this.extensions = options.extensions;
		this.headers = options.headers;
		this.outcomeUnknown = options.outcomeUnknown ?? false;
		this.emptyReply = options.emptyReply ?? false;
	}

	get status(): number {
		return PROBLEMS[this.code].status;
	}
}

/** Whether the same request can have another outcome later: one that tells the number of a new record cannot. */
export function isOpen({ status, code }: { status: number; code: string }): boolean {
	return status >= 500 && code !== 'creation-incomplete';
}

/** The members of an RFC 9457 problem document. */
export interface ProblemDocument {
	type: string;
	title: string;
	status: number;
	detail: string;
	code: ProblemCode;
	instance?: string;
	errors?: InputError[];
	chamilo?: ChamiloFaultInfo;
	[extension: string]: unknown;
}

/** The problem document of an error. @param instance the request id, under which the log has the cause. */
export function toProblem(error: GatewayError, instance?: string): ProblemDocument {
	const document: ProblemDocument = {
		type: `/problems/${error.code}`,
		title: PROBLEMS[error.code].title,
		status: error.status,
		detail: error.message,
		code: error.code,
		...(instance === undefined ? {} : { instance }),
		...(error.errors ? { errors: error.errors } : {}),
		...(error.chamilo ? { chamilo: error.chamilo } : {}),
	};
	// Extension members never override the standard members.
	for (const [name, value] of Object.entries(error.extensions ?? {})) if (!(name in document)) document[name] = value;
	return document;
}

/** Converts anything thrown to a GatewayError; an unexpected exception becomes `internal-error`. */
export function toGatewayError(thrown: unknown): GatewayError {
	if (thrown instanceof GatewayError) return thrown;
	return new GatewayError('internal-error', 'An unexpected error occurred.', { cause: thrown });
}

import { z } from '@hono/zod-openapi';
import type { ProblemCode } from '../../errors.js';
import type { Contract } from '../../soap/contract.js';
import { CACHE_TAGS } from '../cacheable.js';
import { type Input, type Operation, type OperationResult, operation } from '../operation.js';
import type { Way } from '../ways.js';
import { isReading } from './reading.js';
import { guardedBody } from './schemas.js';
import {
	assertForm,
	bodyDocument,
	bodyExamplesOf,
	bodyOfAnySignature,
	type DeclaredOperation,
	declaredOperations,
	type Form,
	formsOf,
	needsOf,
	resultDocument,
} from './signatures.js';
import { SOAP_WARNINGS } from './warnings.js';

const TAG = 'SOAP';

/**
 * A row for every operation of the contracts, and one that lists them. They pass a call on as it is, in JSON; the gateway
 * adds the security key, and refuses what Chamilo would put into SQL unescaped.
 * @param contracts of each version, as Chamilo reads them (amended).
 */
export function soapOperations(contracts: readonly Contract[]): Operation[] {
	const operations = declaredOperations(contracts);
	return [listRow(operations), ...operations.map(callRow)];
}

function pathOf({ serviceName, name }: DeclaredOperation): string {
	return `/soap/${serviceName}/${name}`;
}

/** Operations that answer a secret: the key with which a user calls Chamilo. */
const SECRET_RESPONSES: ReadonlySet<string> = new Set(['WSUpdateUserApiKey']);

function callRow(declared: DeclaredOperation): Operation {
	const { serviceName, name } = declared;
	return operation({
		id: `soap_${serviceName}_${name.replaceAll('.', '_')}`,
		method: 'post',
		path: pathOf(declared),
		tag: TAG,
		summary: name,
		description: describe(declared),
		scope: 'soap:call',
		narrowScope: `soap:call:${name}`,
		...(SECRET_RESPONSES.has(name) ? { hasSecretResponse: true } : {}),
		body: guardedBody(bodyOfAnySignature(declared)),
		bodyDocument: bodyDocument(declared),
		bodyExamples: bodyExamplesOf(declared),
		batch: true,
		invalidates: isReading(name) ? [] : CACHE_TAGS,
		success: {
			200: {
				description: 'What Chamilo answered.',
				schema: z.strictObject({ result: resultDocument(declared) }),
			},
		},
		problems: problemsOf(declared),
		ways: formsOf(declared).map((form, _, forms) => wayOf(declared, form, forms.length > 1)),
	});
}

/** The call is the same in every form: the contract of the campus encodes it and decodes the result. */
function wayOf(
	{ serviceName, name }: DeclaredOperation,
	form: Form,
	isOneOfMany: boolean,
): Way<[Input<unknown, unknown, unknown>], OperationResult> {
	return {
		needs: [...(serviceName === 'WSService' ? (['soap-php'] as const) : []), ...needsOf(form)],
		calls: [name],
		async run(campus, { body }) {
			if (isOneOfMany) assertForm(name, form, body);
			const result = await campus.command(name, toArguments(body));
			return { status: 200, body: { result } };
		},
	};
}

/**
 * A body as arguments, with booleans in the words of XML Schema. The schema of the row has checked the body against the
 * signature of its operation, which the compiler does not know here.
 */
function toArguments(body: unknown): never {
	return JSON.parse(JSON.stringify(body), (_, value) => (typeof value === 'boolean' ? String(value) : value)) as never;
}

function describe(declared: DeclaredOperation): string {
	const { serviceName, name, signatures } = declared;
	const first = firstVersion(declared);
	return [
		`The operation \`${name}\` of ${serviceName}, exactly as Chamilo has it. What is left out goes out as an empty element, \`null\` as nil.`,
		...(first ? [`Chamilo ${first} has it, earlier versions have not.`] : []),
		...(signatures.length > 1
			? ['The versions of Chamilo declare it differently: the campus takes and answers its own signature.']
			: []),
		...(SOAP_WARNINGS[name] ? [`**Note:** ${SOAP_WARNINGS[name]}`] : []),
	].join('\n\n');
}

/** The first version of Chamilo that has the operation; null where all have it. */
function firstVersion({ signatures: [oldest] }: DeclaredOperation): string | null {
	const [version] = oldest?.versions ?? [];
	return version === undefined || version === '1.9' ? null : version;
}

const FAULTS: [prefix: string, codes: ProblemCode[]][] = [
	['WSUser.', ['user-not-found', 'username-taken', 'password-encryption-refused', 'rejected-by-chamilo']],
	['WSCourse.', ['course-not-found', 'user-not-found', 'already-subscribed']],
	['WSSession.', ['session-not-found', 'course-not-found', 'user-not-found', 'rejected-by-chamilo']],
];

function problemsOf({ name }: DeclaredOperation): ProblemCode[] {
	return ['unsafe-identifier', ...(FAULTS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? [])];
}

function listRow(operations: DeclaredOperation[]): Operation {
	// The same for every caller and slow to make, so it is made once.
	let list: unknown;
	return operation({
		id: 'listSoapOperations',
		method: 'get',
		path: '/soap',
		tag: TAG,
		summary: 'List the operations of both services',
		description:
			'Every operation that `POST /soap/{service}/{operation}` calls, with its parameters and its result as JSON Schema (draft 2020-12): `anyOf` where the versions of Chamilo declare them differently. The security key is not among the parameters: the gateway signs.',
		scope: 'soap:call',
		success: {
			200: {
				description: 'The operations, service by service.',
				schema: z.strictObject({
					operations: z.array(
						z.strictObject({
							service: z.string(),
							operation: z.string(),
							path: z.string(),
							chamilo: z.string().nullable().openapi({
								description: 'The first version that has the operation; null where all have it.',
							}),
							note: z.string().nullable(),
							parameters: z.looseObject({}),
							result: z.looseObject({}),
						}),
					),
				}),
			},
		},
		problems: [],
		ways: [
			{
				async run() {
					list ??= operations.map(listed);
					return { status: 200, body: { operations: list } };
				},
			},
		],
	});
}

function listed(declared: DeclaredOperation) {
	const { serviceName, name } = declared;
	return {
		service: serviceName,
		operation: name,
		path: pathOf(declared),
		chamilo: firstVersion(declared),
		note: SOAP_WARNINGS[name] ?? null,
		parameters: z.toJSONSchema(bodyDocument(declared)),
		result: z.toJSONSchema(resultDocument(declared)),
	};
}

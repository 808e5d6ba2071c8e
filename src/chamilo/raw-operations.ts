import { z } from '@hono/zod-openapi';
import type { ProblemCode } from '../errors.js';
import type { CallArguments, CallResult } from '../operations/campus.js';
import { type Operation, operation } from '../operations/operation.js';
import type { Contract, OperationContract, ServiceContract } from '../soap/contract.js';
import { bodySchema, guardedBody, resultSchema } from './raw-schema.js';
import { RAW_WARNINGS } from './raw-warnings.js';

const TAG = 'SOAP';

/** One operation of a service, as GET /soap lists it. */
interface RawOperation {
	/** `WSService` or `WSRegistration`. */
	serviceName: string;
	service: ServiceContract;
	name: string;
	contract: OperationContract;
	/** Version of Chamilo that alone has it; undefined where the first contract has it. */
	only: string | undefined;
}

/**
 * Every operation of the contract as a row of its own, and one that lists them: Chamilo's services as they are, with
 * JSON in and out, signed by the gateway and checked for what would reach SQL unescaped.
 * @param contract as Chamilo reads it (amended); a joined one brings the operations of both versions.
 */
export function rawOperations(contract: Contract): Operation[] {
	const operations = operationsOf(contract);
	return [listRow(operations), ...operations.map(callRow)];
}

function operationsOf(contract: Contract): RawOperation[] {
	const seen = new Set<string>();
	return Object.entries(contract.services).flatMap(([key, service]) =>
		Object.entries(service.operations).flatMap(([name, found]): RawOperation[] => {
			// The caller of operations takes the first of a name, so this must too.
			if (seen.has(name)) return [];
			seen.add(name);
			const only = / of (\S+)$/.exec(key)?.[1];
			return [{ serviceName: service.namespace.replace('urn:', ''), service, name, contract: found, only }];
		}),
	);
}

function pathOf({ serviceName, name }: RawOperation): string {
	return `/soap/${serviceName}/${name}`;
}

function callRow(raw: RawOperation): Operation {
	const { serviceName, service, name, contract } = raw;
	const body = bodySchema(service, name, contract);
	return operation({
		id: `soap_${serviceName}_${name.replaceAll('.', '_')}`,
		method: 'post',
		path: pathOf(raw),
		tag: TAG,
		summary: name,
		description: describe(raw),
		scope: 'soap:call',
		body: guardedBody(body),
		bodyDocument: body,
		batch: true,
		success: {
			200: {
				description: 'What Chamilo answered.',
				schema: z.strictObject({ result: resultSchema(service, contract) }),
			},
		},
		problems: problemsOf(raw),
		ways: [
			{
				needs: serviceName === 'WSService' ? ['soap-php'] : [],
				calls: [name],
				async run(campus, input) {
					const result: CallResult = await campus.call(name, toArguments(input.body));
					return { status: 200, body: { result } };
				},
			},
		],
	});
}

/** A truth value travels as the word that XML Schema has for it. */
function toArguments(body: unknown): CallArguments {
	return JSON.parse(JSON.stringify(body), (_, value) => (typeof value === 'boolean' ? String(value) : value));
}

function describe({ serviceName, name, only }: RawOperation): string {
	return [
		`The operation \`${name}\` of ${serviceName}, exactly as Chamilo has it. What is left out goes out as an empty element, \`null\` as nil.`,
		...(only ? [`Chamilo ${only} has it, earlier versions have not.`] : []),
		...(RAW_WARNINGS[name] ? [`**Note:** ${RAW_WARNINGS[name]}`] : []),
	].join('\n\n');
}

const FAULTS: [prefix: string, codes: ProblemCode[]][] = [
	['WSUser.', ['user-not-found', 'username-taken', 'password-encryption-refused', 'rejected-by-chamilo']],
	['WSCourse.', ['course-not-found', 'user-not-found', 'already-subscribed']],
	['WSSession.', ['session-not-found', 'course-not-found', 'user-not-found', 'rejected-by-chamilo']],
];

function problemsOf({ name }: RawOperation): ProblemCode[] {
	return ['unsafe-identifier', ...(FAULTS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? [])];
}

function listRow(operations: RawOperation[]): Operation {
	// The same for every caller, and dear to make: once is enough.
	let list: unknown;
	return operation({
		id: 'listSoapOperations',
		method: 'get',
		path: '/soap',
		tag: TAG,
		summary: 'List the operations of both services',
		description:
			'Every operation that `POST /soap/{service}/{operation}` calls, with its parameters and its result as JSON Schema (draft 2020-12). The security key is not among the parameters: the gateway signs.',
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
								description: 'Version that alone has the operation; null where all have it.',
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
				needs: [],
				calls: [],
				async run() {
					list ??= operations.map(listed);
					return { status: 200, body: { operations: list } };
				},
			},
		],
	});
}

function listed(raw: RawOperation) {
	const { serviceName, service, name, contract, only } = raw;
	return {
		service: serviceName,
		operation: name,
		path: pathOf(raw),
		chamilo: only ?? null,
		note: RAW_WARNINGS[name] ?? null,
		parameters: z.toJSONSchema(bodySchema(service, name, contract)),
		result: z.toJSONSchema(resultSchema(service, contract)),
	};
}

import { z } from '@hono/zod-openapi';
import { GatewayError } from '../../errors.js';
import { type Contract, type OperationContract, resolveType, type ServiceContract } from '../../soap/contract.js';
import type { SoapOperationName } from '../../soap/typed-call.js';
import type { Capability } from '../capabilities.js';
import { toInputError } from '../input-error.js';
import { exampleBody } from './examples.js';
import { bodySchema, resultSchema } from './schemas.js';

/** What an operation takes and answers, as some versions of Chamilo declare it. */
export interface Signature {
	/** Versions that declare it so. */
	versions: string[];
	service: ServiceContract;
	contract: OperationContract;
	body: z.ZodType;
}

/** One operation of a service, with all its signatures. */
export interface DeclaredOperation {
	/** `WSService` or `WSRegistration`. */
	serviceName: string;
	name: SoapOperationName;
	/** At least one, the oldest first. */
	signatures: Signature[];
}

/** Every operation of the contracts; versions that declare it the same share a signature. */
export function declaredOperations(contracts: readonly Contract[]): DeclaredOperation[] {
	const operations = new Map<string, DeclaredOperation>();
	for (const { chamilo, services } of contracts) {
		for (const service of Object.values(services)) {
			const serviceName = service.namespace.replace('urn:', '');
			for (const [name, contract] of Object.entries(service.operations)) {
				const declared = operations.get(`${serviceName}/${name}`) ?? {
					serviceName,
					name: name as SoapOperationName,
					signatures: [],
				};
				operations.set(`${serviceName}/${name}`, declared);
				addSignature(declared, chamilo, service, contract);
			}
		}
	}
	return [...operations.values()];
}

function addSignature(
	{ name, signatures }: DeclaredOperation,
	version: string,
	service: ServiceContract,
	contract: OperationContract,
) {
	const [takes, answers] = [inputOf(service, contract), outputOf(service, contract)];
	const alike = signatures.filter((signature) => inputOf(signature.service, signature.contract) === takes);
	const same = alike.find((signature) => outputOf(signature.service, signature.contract) === answers);
	if (same) same.versions.push(version);
	else {
		const body = alike[0]?.body ?? bodySchema(service, name, contract);
		signatures.push({ versions: [version], service, contract, body });
	}
}

/** What an operation takes, as a text to compare; the names of types do not count. */
function inputOf(service: ServiceContract, { input }: OperationContract): string {
	return JSON.stringify(input.map(([name, type]) => [name, tree(service, type)]));
}

function outputOf(service: ServiceContract, { output }: OperationContract): string {
	return JSON.stringify(output && tree(service, output));
}

function tree(service: ServiceContract, type: string): unknown {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'scalar') return resolved.xsd;
	if (resolved.kind === 'list') return [tree(service, resolved.item)];
	return resolved.members.map(([name, member]) => [name, tree(service, member)]);
}

/**
 * The capability of campuses that have the signatures of a version. Later releases of 1.11 have those of the earlier
 * ones, too.
 */
const SIGNATURES_OF: Record<string, Capability> = {
	'1.9': 'services-of-1.9',
	'1.11': 'services-of-1.11',
	'1.11.32': 'external-id-by-username',
};

/** A body that an operation takes, and the versions that take it. */
export interface Form {
	versions: string[];
	body: z.ZodType;
}

/** The bodies of an operation, the oldest first. Versions that only answer differently share one. */
export function formsOf({ signatures }: DeclaredOperation): Form[] {
	return [...new Set(signatures.map(({ body }) => body))].map((body) => ({
		body,
		versions: signatures.filter((signature) => signature.body === body).flatMap(({ versions }) => versions),
	}));
}

/** An example for each form that takes anything, named by the versions that take it. */
export function bodyExamplesOf(declared: DeclaredOperation): Record<string, { summary: string; value: unknown }> {
	const examples = formsOf(declared).flatMap((form) => {
		const signature = declared.signatures.find(({ body }) => body === form.body);
		if (!signature) return [];
		const value = exampleBody(signature.service, declared.name, signature.contract);
		return [[form.versions.join(' '), { summary: titleOf(form), value }]] as const;
	});
	return Object.fromEntries(examples);
}

/** What a campus needs for a form; nothing where all known versions take it. */
export function needsOf({ versions }: Form): Capability[] {
	if (Object.keys(SIGNATURES_OF).every((version) => versions.includes(version))) return [];
	const capability = SIGNATURES_OF[versions[0] ?? ''];
	return capability ? [capability] : [];
}

/** The bodies of all signatures, for the document: each names its versions. */
export function bodyDocument({ signatures }: DeclaredOperation): z.ZodType {
	return anyOf(signatures.map(({ versions, body }) => ({ versions, key: body, schema: body })));
}

/** The results of all signatures, for the document. */
export function resultDocument({ signatures }: DeclaredOperation): z.ZodType {
	return anyOf(
		signatures.map(({ versions, service, contract }) => ({
			versions,
			key: outputOf(service, contract),
			schema: resultSchema(service, contract),
		})),
	);
}

/** A union of the schemas of signatures; just one of them where all have the same key. */
function anyOf(signatures: readonly { versions: string[]; key: unknown; schema: z.ZodType }[]): z.ZodType {
	const [only, ...others] = signatures.filter(
		({ key }, index) => signatures.findIndex((signature) => signature.key === key) === index,
	);
	if (only && others.length === 0) return only.schema;
	return z.union(signatures.map(({ versions, schema }) => schema.meta({ title: titleOf({ versions }) })));
}

function titleOf({ versions }: Pick<Form, 'versions'>): string {
	return `Chamilo ${versions.join(' and ')}`;
}

/**
 * Takes a body that has one of the signatures. Which one the campus takes is not known yet, so a body that has none is
 * refused with the issues of the signature it comes closest to.
 */
export function bodyOfAnySignature(declared: DeclaredOperation): z.ZodType {
	const forms = formsOf(declared);
	const [only, ...others] = forms;
	if (only && others.length === 0) return only.body;
	return z.unknown().superRefine((value, context) => {
		const issues = forms.map(({ body }) => body.safeParse(value).error?.issues ?? []);
		const [closest = []] = issues.sort((left, right) => left.length - right.length);
		for (const issue of closest) context.addIssue({ ...issue });
	});
}

/** @throws unsupported-by-chamilo for a body in the signature that other versions of Chamilo have */
export function assertForm(name: string, form: Form, body: unknown): void {
	const { error } = form.body.safeParse(body);
	if (!error) return;
	const { message, errors = [] } = toInputError(error.issues, '');
	throw new GatewayError(
		'unsupported-by-chamilo',
		`The body has the signature ${name} has in another version; this campus takes that of ${titleOf(form)}. ${message}`,
		{ errors },
	);
}

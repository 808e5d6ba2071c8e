import { z } from '@hono/zod-openapi';
import { GatewayError } from '../errors.js';
import type { Capability } from '../operations/capabilities.js';
import { toInputError } from '../operations/input-error.js';
import { type Contract, type OperationContract, resolveType, type ServiceContract } from '../soap/contract.js';
import { bodySchema, resultSchema } from './raw-schema.js';

/** What some versions of Chamilo declare an operation to take and to answer. */
export interface Form {
	/** Versions that declare it so. */
	versions: string[];
	service: ServiceContract;
	contract: OperationContract;
	body: z.ZodType;
}

/** One operation of a service, with each form it has. */
export interface RawOperation {
	/** `WSService` or `WSRegistration`. */
	serviceName: string;
	name: string;
	/** At least one, the oldest first. */
	forms: Form[];
}

/** Every operation of the contracts; versions that declare one alike share a form. */
export function rawOperationsOf(contracts: readonly Contract[]): RawOperation[] {
	const operations = new Map<string, RawOperation>();
	for (const { chamilo, services } of contracts) {
		for (const service of Object.values(services)) {
			const serviceName = service.namespace.replace('urn:', '');
			for (const [name, contract] of Object.entries(service.operations)) {
				const raw = operations.get(`${serviceName}/${name}`) ?? { serviceName, name, forms: [] };
				operations.set(`${serviceName}/${name}`, raw);
				addForm(raw, chamilo, service, contract);
			}
		}
	}
	return [...operations.values()];
}

function addForm(
	{ name, forms }: RawOperation,
	version: string,
	service: ServiceContract,
	contract: OperationContract,
) {
	const [takes, answers] = [inputOf(service, contract), outputOf(service, contract)];
	const alike = forms.find((form) => inputOf(form.service, form.contract) === takes);
	if (alike && outputOf(alike.service, alike.contract) === answers) alike.versions.push(version);
	else forms.push({ versions: [version], service, contract, body: alike?.body ?? bodySchema(service, name, contract) });
}

/** All that an operation takes, as a text to compare; the names of types do not count. */
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

const FORMS_OF: Record<string, Capability> = { '1.9': 'services-of-1.9', '1.11': 'services-of-1.11' };

/** What a campus needs for a form; nothing where all known versions declare it. */
export function needsOf({ versions }: Form): Capability[] {
	const needs = Object.keys(FORMS_OF).every((version) => versions.includes(version)) ? [] : versions;
	return needs.flatMap((version) => FORMS_OF[version] ?? []);
}

/** The body in each of its forms, for people: each says whose it is. */
export function bodyDocument({ forms }: RawOperation): z.ZodType {
	return anyOf(forms.map(({ versions, body }) => ({ versions, key: body, schema: body })));
}

/** The result in each of its forms. */
export function resultDocument({ forms }: RawOperation): z.ZodType {
	return anyOf(
		forms.map(({ versions, service, contract }) => ({
			versions,
			key: outputOf(service, contract),
			schema: resultSchema(service, contract),
		})),
	);
}

/** Forms with the same key stand once. */
function anyOf(forms: readonly { versions: string[]; key: unknown; schema: z.ZodType }[]): z.ZodType {
	const [only, ...others] = forms.filter(({ key }, index) => forms.findIndex((form) => form.key === key) === index);
	if (only && others.length === 0) return only.schema;
	return z.union(forms.map(({ versions, schema }) => schema.meta({ title: titleOf({ versions }) })));
}

function titleOf({ versions }: Pick<Form, 'versions'>): string {
	return `Chamilo ${versions.join(' and ')}`;
}

/** True where the versions of Chamilo take different bodies. */
export function takesForms({ forms }: RawOperation): boolean {
	return new Set(forms.map(({ body }) => body)).size > 1;
}

/**
 * Takes a body that has one of the forms. Which one the campus wants is not known before it is asked, so a body that
 * has none is told the mistakes towards the form it comes closest to.
 */
export function bodyOfAnyForm(raw: RawOperation): z.ZodType {
	const [only] = raw.forms;
	if (only && !takesForms(raw)) return only.body;
	return z.unknown().superRefine((value, context) => {
		const mistakes = raw.forms.map(({ body }) => body.safeParse(value).error?.issues ?? []);
		const [closest = []] = mistakes.sort((left, right) => left.length - right.length);
		for (const issue of closest) context.addIssue({ ...issue });
	});
}

/** @throws unsupported-by-chamilo for a body in the form that other versions of Chamilo have */
export function assertForm(name: string, form: Form, body: unknown): void {
	const { error } = form.body.safeParse(body);
	if (!error) return;
	const { message, errors = [] } = toInputError(error.issues, '');
	throw new GatewayError(
		'unsupported-by-chamilo',
		`The body has the form ${name} has in another version; this campus takes that of ${titleOf(form)}. ${message}`,
		{ errors },
	);
}

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Answer } from '../support/client.js';

/** What of JSON Schema the document uses. */
export interface Schema {
	$ref?: string;
	type?: string | string[];
	enum?: (string | number)[];
	const?: unknown;
	anyOf?: Schema[];
	oneOf?: Schema[];
	allOf?: Schema[];
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: boolean | Schema;
	items?: Schema;
	minItems?: number;
	maxItems?: number;
	minimum?: number;
	maximum?: number;
	pattern?: string;
	example?: unknown;
	title?: string;
}

export interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
	required?: boolean;
	schema: Schema;
}

/** An operation as a caller of the gateway knows it: by the document alone. */
export interface DocumentedOperation {
	id: string;
	method: string;
	path: string;
	parameters: Parameter[];
	body: Schema | undefined;
	bodyExamples: unknown[];
	/** Kinds of campus on which Chamilo is asked for something. */
	kinds: string[];
}

interface Operation {
	operationId: string;
	parameters?: (Parameter | { $ref: string })[];
	requestBody?: { content: Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }> };
	/** Absent for the routes that are about the gateway itself: health and metrics. */
	'x-chamilo'?: { kinds: string[]; calls?: string[] }[];
	responses: Record<string, { $ref?: string; content?: Record<string, { schema?: Schema }> }>;
}

const document = JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')) as {
	paths: Record<string, Record<string, Operation>>;
};

export const OPERATIONS: DocumentedOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).flatMap(([method, operation]) => {
		const support = operation['x-chamilo'];
		if (!support) return [];
		const json = Object.values(operation.requestBody?.content ?? {})[0];
		return {
			id: operation.operationId,
			method: method.toUpperCase(),
			path,
			parameters: (operation.parameters ?? []).map((parameter) => resolved<Parameter>(parameter)),
			body: json?.schema,
			bodyExamples: Object.values(json?.examples ?? {}).map(({ value }) => value),
			kinds: support.flatMap(({ kinds, calls = [] }) => (calls.length > 0 ? kinds : [])),
		};
	}),
);

/** Follows a `#/…` reference of the document. */
export function resolved<T extends object>(value: T | { $ref?: string }): T {
	if (!('$ref' in value) || typeof value.$ref !== 'string') return value as T;
	const names = value.$ref.slice(2).split('/').map(unescapePointer);
	const target = names.reduce<unknown>((inside, name) => (inside as Record<string, unknown>)[name], document);
	return resolved(target as T);
}

/** The operation that a method and path reach; undefined where the document has none. */
export function operationAt(method: string, pathname: string): DocumentedOperation | undefined {
	const fits = OPERATIONS.filter((operation) => operation.method === method && matcher(operation.path).test(pathname));
	// A path without parameters comes before one that has some.
	return fits.sort((left, right) => left.path.split('{').length - right.path.split('{').length)[0];
}

function matcher(path: string): RegExp {
	return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(document, 'openapi');

/** Where the answer is another than the document says; empty where it is one of those. */
export function undocumented(operation: DocumentedOperation, { status, headers, text, json }: Answer): string[] {
	const { path, method } = operation;
	const at = ['paths', path, method.toLowerCase(), 'responses', String(status)];
	const response = document.paths[path]?.[method.toLowerCase()]?.responses[status];
	if (!response) return [`answers ${status}, which the document does not have: ${text.slice(0, 500)}`];
	const { content = {} } = resolved<{ content?: Record<string, { schema?: Schema }> }>(response);
	const [media] = Object.keys(content);
	if (media === undefined) return text === '' ? [] : [`has a body with ${status}, and the document has none`];
	const type = headers.get('Content-Type')?.split(';')[0];
	if (type !== media) return [`is ${type}, and not ${media}`];
	const base = response.$ref ?? `#/${at.map(escapePointer).join('/')}`;
	const isValid = ajv.compile({ $ref: `openapi${base}/content/${escapePointer(media)}/schema` });
	if (!isValid(json)) return [`is not of the schema for ${status}: ${ajv.errorsText(isValid.errors)}`];
	const told = media === 'application/problem+json' ? (json as { status: number }).status : status;
	return told === status ? [] : [`has the status ${status}, and tells ${told}`];
}

function escapePointer(name: string): string {
	return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function unescapePointer(name: string): string {
	return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
}

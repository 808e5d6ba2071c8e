import { readFileSync } from 'node:fs';

/** A request as the examples of the document make it. */
export interface ExampleRequest {
	id: string;
	method: string;
	path: string;
	body?: unknown;
}

interface Parameter {
	$ref?: string;
	name?: string;
	in?: string;
	required?: boolean;
	example?: unknown;
	schema?: { example?: unknown };
}

interface Documented {
	operationId: string;
	parameters?: Parameter[];
	requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
}

const { paths } = JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')) as {
	paths: Record<string, Record<string, Documented>>;
};

/** The request that "Execute" sends for each operation when nothing is filled in by hand: first examples, nothing optional. */
export function exampleRequests(): ExampleRequest[] {
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { operationId, parameters = [], requestBody }]) => {
			const [example] = Object.values(Object.values(requestBody?.content ?? {})[0]?.examples ?? {});
			return {
				id: operationId,
				method: method.toUpperCase(),
				path: filledIn(path, parameters),
				...(example ? { body: example.value } : {}),
			};
		}),
	);
}

function filledIn(path: string, parameters: readonly Parameter[]): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
		return encodeURIComponent(String(parameter?.example ?? parameter?.schema?.example));
	});
}

/** Those of them that the page shows unfolded: all but the calls passed on to SOAP. */
export function exampleRequestsOfRoutes(): ExampleRequest[] {
	return exampleRequests().filter(({ path }) => !path.startsWith('/soap'));
}

/** The other examples of bodies, which a reader chooses from a list. */
export function furtherBodies(): ExampleRequest[] {
	const first = exampleRequests();
	return Object.values(paths).flatMap((methods) =>
		Object.values(methods).flatMap(({ operationId, requestBody }) => {
			const request = first.find(({ id }) => id === operationId);
			const [, ...others] = Object.values(Object.values(requestBody?.content ?? {})[0]?.examples ?? {});
			return request ? others.map(({ value }) => ({ ...request, body: value })) : [];
		}),
	);
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { ALL_OPERATIONS } from '../src/all-operations.js';
import { GatewayError, PROBLEMS, type ProblemCode } from '../src/errors.js';
import { API_VERSION } from '../src/http/api-version.js';
import { buildDocument, problemsOf } from '../src/http/openapi.js';
import { CAMPUS_KINDS } from '../src/operations/kinds.js';
import type { Operation } from '../src/operations/operation.js';
import { allCallsOf } from '../src/operations/support.js';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const committed = readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8');
const document = JSON.parse(committed) as { [name: string]: Json };

/** The value at a path of members; undefined where there is none. */
function at(value: Json | undefined, ...path: string[]): Json | undefined {
	return path.reduce<Json | undefined>((current, name) => {
		return typeof current === 'object' && current !== null && !Array.isArray(current) && Object.hasOwn(current, name)
			? current[name]
			: undefined;
	}, value);
}

/** Follows `#/…` references to the value itself. */
function resolved(value: Json | undefined): Json | undefined {
	const reference = at(value, '$ref');
	if (typeof reference !== 'string') return value;
	const names = reference.slice(2).split('/');
	return resolved(at(document, ...names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))));
}

function everything(value: Json): { [name: string]: Json }[] {
	if (typeof value !== 'object' || value === null) return [];
	const below = Object.values(value).flatMap(everything);
	return Array.isArray(value) ? below : [value, ...below];
}

const operationOf = ({ method, path }: Operation) => at(document, 'paths', path, method);
const mediaOf = ({ dialect }: Operation) => dialect?.mediaType ?? 'application/json';
/** The status of a problem, in the words of the row. */
const statusOf = ({ dialect }: Operation, code: ProblemCode) =>
	String(dialect?.toError(new GatewayError(code, '')).status ?? PROBLEMS[code].status);
const namesOf = (value: Json | undefined) => Object.keys((value ?? {}) as object);

/** Holds a fact of every operation of the document. */
function everyOperation(holds: (operation: Json | undefined, row: Operation) => boolean): void {
	expect(ALL_OPERATIONS.filter((row) => !holds(operationOf(row), row)).map(({ id }) => id)).toEqual([]);
}

describe('the committed document', () => {
	it('is the one of the table, byte for byte; `npm run openapi` writes it', () => {
		expect(buildDocument(ALL_OPERATIONS, packageJson.version) === committed).toBe(true);
	});

	it('is the same at every emission', () => {
		const [first, second] = [1, 2].map(() => buildDocument(ALL_OPERATIONS, '1.2.3'));
		expect(first === second).toBe(true);
	});

	it('is OpenAPI 3.1 with title, version and licence', () => {
		expect(document.openapi).toMatch(/^3\.1\.\d$/);
		expect(document.info).toMatchObject({ version: packageJson.version, license: { name: 'MIT' } });
		expect(at(document, 'info', 'title')).toBeTruthy();
	});

	it('has the version of the package, which every response has', () => {
		expect(API_VERSION).toBe(packageJson.version);
		expect(at(document, 'info', 'description')).toContain('Api-Version');
	});

	it('makes no member required by a default, and none nullable by an enumeration', () => {
		const schemas = everything(document).filter(({ type, anyOf }) => type !== undefined || anyOf !== undefined);
		expect(schemas.filter((schema) => schema.default !== undefined || (schema.enum as Json[])?.includes(null))).toEqual(
			[],
		);
		expect(at(document, 'components', 'schemas', 'Course', 'properties', 'visibility', 'anyOf')).toHaveLength(2);
		const required = at(document, 'components', 'schemas', 'NewUser', 'required') as string[];
		expect(required).not.toContain('status');
	});

	it('has each name of a component once', () => {
		const names = Object.values(document.components as object).flatMap((kind) => Object.keys(kind as object));
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('has the routes of the table, and those of the gateway itself', () => {
		const inDocument = Object.entries(document.paths as object).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method} ${path}`),
		);
		const own = ['/healthz', '/readyz', '/metrics', '/openapi.json'].map((path) => `get ${path}`);
		expect(inDocument.sort()).toEqual(
			[...own, ...ALL_OPERATIONS.map(({ method, path }) => `${method} ${path}`)].sort(),
		);
	});

	it('prefills no header in Swagger UI: one Idempotency-Key for everybody would answer for the request of another', () => {
		const prefilled = everything(document).filter(
			(value) => value.in === 'header' && (value.example !== undefined || at(value.schema, 'example') !== undefined),
		);
		expect(prefilled.map(({ name }) => name)).toEqual([]);
	});

	it('has no reference that leads nowhere', () => {
		const references = everything(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
		expect(references.length).toBeGreaterThan(0);
		expect([...new Set(references)].filter((reference) => resolved({ $ref: reference }) === undefined)).toEqual([]);
	});

	it('names its components by letters, digits, dots, dashes and underscores', () => {
		for (const kind of namesOf(document.components)) {
			const names = namesOf(at(document, 'components', kind));
			expect(names.filter((name) => !/^[\w.-]+$/.test(name))).toEqual([]);
		}
	});

	it('describes each tag that an operation has, and no other', () => {
		const used = new Set(['Gateway', ...ALL_OPERATIONS.map(({ tag }) => tag)]);
		const told = (document.tags as { name: string; description: string }[]) ?? [];
		expect(told.map(({ name }) => name).sort()).toEqual([...used].sort());
		expect(told.filter(({ description }) => !description)).toEqual([]);
	});

	it('has no member that is nil for want of a value', () => {
		expect(committed).not.toContain('undefined');
		expect(committed.endsWith('}\n')).toBe(true);
	});
});

describe('every operation of the document', () => {
	it('has an id, a summary, a description and one tag', () => {
		everyOperation((operation, row) => at(operation, 'operationId') === row.id);
		everyOperation((operation) => Boolean(at(operation, 'summary')) && Boolean(at(operation, 'description')));
		everyOperation((operation, { tag }) => JSON.stringify(at(operation, 'tags')) === JSON.stringify([tag]));
	});

	it('asks for a key in one of the two ways, with its scope', () => {
		everyOperation((operation, { scope }) => {
			const asked = JSON.stringify(at(operation, 'security'));
			return asked === JSON.stringify([{ bearer: [scope] }, { apiKey: [scope] }]);
		});
		const schemes = at(document, 'components', 'securitySchemes');
		expect(schemes).toMatchObject({
			bearer: { type: 'http', scheme: 'bearer' },
			apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
		});
	});

	it('declares each parameter of its path as required', () => {
		everyOperation((operation, { path }) => {
			const parameters = (at(operation, 'parameters') ?? []) as { name: string; in: string; required?: boolean }[];
			const inPath = parameters.filter((parameter) => parameter.in === 'path' && parameter.required === true);
			const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			return JSON.stringify(inPath.map(({ name }) => name).sort()) === JSON.stringify(names.sort());
		});
	});

	it('declares its success with a schema of JSON, unless the status has no body', () => {
		everyOperation((operation, row) =>
			Object.keys(row.success).every((status) => {
				const response = resolved(at(operation, 'responses', status));
				const schema = at(response, 'content', mediaOf(row), 'schema');
				return Boolean(at(response, 'description')) && ['204', '304'].includes(status) === (schema === undefined);
			}),
		);
	});

	it('declares every problem it can answer, under its status, with an example', () => {
		everyOperation((operation, row) =>
			problemsOf(row).every((code) => {
				const response = resolved(at(operation, 'responses', statusOf(row, code)));
				const isNamed = String(at(response, 'description')).includes(`\`${code}\``);
				if (row.dialect) return isNamed && at(response, 'content', mediaOf(row), 'schema') !== undefined;
				const media = at(response, 'content', 'application/problem+json');
				return (
					resolved(at(media, 'schema')) !== undefined &&
					isNamed &&
					at(media, 'examples', code, 'value', 'code') === code
				);
			}),
		);
	});

	it('declares nothing beyond its success and its problems', () => {
		everyOperation((operation, row) => {
			const statuses = [
				...Object.keys(row.success),
				...(row.cacheable ? ['304'] : []),
				...problemsOf(row).map((code) => statusOf(row, code)),
			];
			return namesOf(at(operation, 'responses')).every((status) => statuses.includes(status));
		});
	});

	it('can be refused for its key and its scope, and can find Chamilo broken or gone', () => {
		everyOperation((operation) =>
			['401', '403', '500', '502', '503', '504'].every((status) => at(operation, 'responses', status) !== undefined),
		);
	});

	it('with a body or parameters can be refused for them', () => {
		everyOperation((operation, { body, params, query }) => {
			const hasInput = body !== undefined || params !== undefined || query !== undefined;
			return !hasInput || at(operation, 'responses', '400') !== undefined;
		});
		everyOperation(
			(operation, { body }) =>
				body === undefined || ['413', '415'].every((status) => at(operation, 'responses', status) !== undefined),
		);
	});

	it('shows its examples as they are in the table', () => {
		everyOperation((operation, row) => {
			const { body, bodyExamples } = row;
			const shown = at(operation, 'requestBody', 'content', mediaOf(row), 'examples');
			return body === undefined || JSON.stringify(shown) === JSON.stringify(bodyExamples);
		});
	});

	it('says in x-chamilo of each kind of campus how it is served, or what is missing', () => {
		everyOperation((operation, row) => {
			const support = (at(operation, 'x-chamilo') ?? []) as { kinds: string[]; calls?: string[]; missing?: string }[];
			const kinds = support.flatMap((group) => group.kinds);
			const all = allCallsOf(row.ways);
			return (
				JSON.stringify([...kinds].sort()) === JSON.stringify([...CAMPUS_KINDS].sort()) &&
				support.every(({ calls, missing }) => (calls === undefined) !== (missing === undefined || missing === '')) &&
				support.every(({ calls = [] }) => calls.every((call) => all.includes(call)))
			);
		});
	});
});

describe('the problem document', () => {
	it('has every code of the table and the members of RFC 9457', () => {
		const schema = at(document, 'components', 'schemas', 'Problem');
		expect(at(schema, 'properties', 'code', 'enum')).toEqual(Object.keys(PROBLEMS));
		expect(namesOf(at(schema, 'properties'))).toEqual(
			expect.arrayContaining(['type', 'title', 'status', 'detail', 'instance', 'code', 'errors', 'chamilo']),
		);
	});

	it('has examples whose type, status and title are those of their code', () => {
		const examples = everything(document).filter(({ type }) => String(type).startsWith('/problems/'));
		const told = examples.filter(({ code }) => typeof code === 'string' && Object.hasOwn(PROBLEMS, code));
		expect(told.length).toBeGreaterThan(0);
		for (const { code, type, status, title } of told) {
			const known = PROBLEMS[code as ProblemCode];
			expect({ type, status, title }).toEqual({ type: `/problems/${code}`, status: known.status, title: known.title });
		}
	});
});

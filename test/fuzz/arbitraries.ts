import fc from 'fast-check';
import { type DocumentedOperation, resolved, type Schema } from './document.js';
import { type Known, type Pair, pairsAmong } from './known.js';
import { hostileText, tagged } from './texts.js';

/** A request that is JSON throughout, with hostile values in it. */
export interface HostileRequest {
	params: Record<string, string>;
	query: Record<string, string>;
	body: unknown;
}

/** What values are made for: a campus that has these records, and texts that are right or hostile. */
interface Context {
	known: Known;
	heat: 'calm' | 'wild';
}

type Weighted = fc.WeightedArbitrary<unknown>;

/** Requests to an operation, made of what the document says and of what it does not: a new row is covered by itself. */
export function requestsTo(operation: DocumentedOperation, known: Known): fc.Arbitrary<HostileRequest> {
	const right = requestsIn({ known, heat: 'calm' }, operation);
	return fc.oneof(
		// One hostile text among right values: the others let it through to the campus.
		{ weight: 3, arbitrary: fc.tuple(right, fc.nat(1000), hostileText).map(withHostileText) },
		{ weight: 1, arbitrary: requestsIn({ known, heat: 'wild' }, operation) },
	);
}

/** The request with a hostile text in the place of one of its own. */
function withHostileText([request, at, text]: [HostileRequest, number, string]): HostileRequest {
	const copy = JSON.parse(JSON.stringify(request)) as HostileRequest & Record<string, unknown>;
	const places = placesIn(copy).filter(({ inside, key }) => typeof inside[key] === 'string');
	const place = places[at % places.length];
	if (place) place.inside[place.key] = `tag_${place.member.replace(/[^A-Za-z_]/g, '')}__${text}`;
	return copy;
}

interface Place {
	inside: Record<string, unknown>;
	key: string;
	/** What it is called: its key, of an item that of its list. */
	member: string;
}

function placesIn(value: unknown, member = 'body'): Place[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => {
		const name = Array.isArray(value) || member === 'extras' ? member : key;
		return [{ inside: value as Record<string, unknown>, key, member: name }, ...placesIn(item, name)];
	});
}

function requestsIn(context: Context, operation: DocumentedOperation): fc.Arbitrary<HostileRequest> {
	const placed = (place: string) => operation.parameters.filter((parameter) => parameter.in === place);
	const path = placed('path');
	const resource = operation.path.split('/')[1] ?? '';
	const exampleOf = (name: string) => (name === 'field' ? resource : undefined);
	const params = membersOf(Object.fromEntries(path.map(({ name, schema }) => [name, schema])), context, exampleOf);
	const query = Object.fromEntries(
		placed('query').map(({ name, schema }) => [
			name,
			fc.option(fitting(schema, name, context), { nil: undefined, freq: context.heat === 'calm' ? 1 : 4 }),
		]),
	);
	return fc.record({
		params: params.map((values) => texts(values)),
		query: fc.record(query).map((values) => texts(values)),
		body: operation.body ? bodyOf(operation.body, operation.bodyExamples, context) : fc.constant(undefined),
	});
}

/** What stands in a path or query: text, and at least something. */
function texts(values: Record<string, unknown>): Record<string, string> {
	const given = Object.entries(values).filter(([, value]) => value !== undefined);
	return Object.fromEntries(
		given.map(([name, value]) => [name, /^\.{0,2}$/.test(String(value)) ? 'x' : String(value)]),
	);
}

function bodyOf(schema: Schema, examples: unknown[], context: Context): fc.Arbitrary<unknown> {
	const fromSchema = { weight: 4, arbitrary: fitting(schema, 'body', context) };
	if (context.heat === 'wild') return fc.tuple(fromSchema.arbitrary, mutation).map(mutated);
	return fc.oneof(fromSchema, ...examples.map((example) => ({ weight: 2, arbitrary: fc.constant(example) })));
}

function fitting(schemaOrReference: Schema, name: string, context: Context): fc.Arbitrary<unknown> {
	const schema = resolved<Schema>(schemaOrReference);
	const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
	if (choices) return fc.oneof(...choices.map((choice) => fitting(choice, name, context)));
	if (schema.const !== undefined) return fc.constant(schema.const);
	const types = [schema.type ?? []].flat();
	if (types.length === 0) return anything;
	return fc.oneof(...types.flatMap((type) => valuesOfType(type, schema, name, context)));
}

function valuesOfType(type: string, schema: Schema, name: string, context: Context): Weighted[] {
	switch (type) {
		case 'null':
			return [{ weight: 1, arbitrary: fc.constant(null) }];
		case 'boolean':
			return [{ weight: 5, arbitrary: fc.boolean() }];
		case 'integer':
		case 'number':
			return [{ weight: 5, arbitrary: numberOf(schema, context) }];
		case 'array':
			return [{ weight: 5, arbitrary: fc.array(fitting(schema.items ?? {}, name, context), { maxLength: 3 }) }];
		case 'object':
			return [{ weight: 5, arbitrary: objectOf(schema, name, context) }];
		default:
			return [{ weight: 5, arbitrary: textOf(schema, name, context) }];
	}
}

function numberOf({ minimum = 0, maximum = 10, enum: words }: Schema, { heat }: Context): fc.Arbitrary<unknown> {
	if (words) return fc.constantFrom(...words);
	const right = fc.integer({ min: Math.max(minimum, 0), max: Math.min(maximum, 10) });
	if (heat === 'calm') return right;
	return fc.oneof(
		{ weight: 5, arbitrary: right },
		{ weight: 1, arbitrary: fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1, -0, 1.5, 2 ** 53, 1e308) },
	);
}

function textOf({ enum: words, example }: Schema, name: string, context: Context): fc.Arbitrary<unknown> {
	const valid = words ?? [...(example === undefined ? [] : [example]), ...usualTexts(name, context)];
	const right = fc.constantFrom(...(valid.length > 0 ? valid : ['x1']));
	if (context.heat === 'calm') return right;
	return fc.oneof(
		{ weight: 1, arbitrary: right },
		{ weight: 1, arbitrary: fc.oneof({ weight: 9, arbitrary: tagged(name) }, { weight: 1, arbitrary: hostileText }) },
	);
}

/** What the document gives no example of, and few texts fit. */
function usualTexts(name: string, context: Context): string[] {
	if (/date/i.test(name)) return ['2027-01-01', '2028-12-31 18:00:00', '2027-02-30', ''];
	if (/field_name$|_id_name$/.test(name)) return ['external_user', 'external_course', 'external_session'];
	if (/^(session|user|course)_id$|^id$|tutor_id/.test(name)) return ['1', '2', '4'];
	if (/^(course|course_code)$/.test(name))
		return context.known.course.filter(({ field }) => field === 'code').map(({ value }) => value);
	return /username/.test(name) ? ['apena', 'admin'] : [];
}

function objectOf(schema: Schema, name: string, context: Context): fc.Arbitrary<unknown> {
	const { properties = {}, required = [], additionalProperties } = schema;
	if (typeof additionalProperties === 'object') {
		const key = fc.oneof(fc.constantFrom('external_user', 'campus_site', 'new_field'), tagged('extras'));
		return fc.dictionary(key, fitting(additionalProperties, name, context), { maxKeys: 3, noNullPrototype: true });
	}
	return membersOf(properties, context, (member) => resolved<Schema>(properties[member] ?? {}).example, required);
}

/** Members of a struct; the two that name a record mostly name one that exists. */
function membersOf(
	schemas: Record<string, Schema>,
	context: Context,
	exampleOf: (member: string) => unknown,
	required = Object.keys(schemas),
): fc.Arbitrary<Record<string, unknown>> {
	const names = Object.keys(schemas);
	const all = fc.record(Object.fromEntries(names.map((name) => [name, fitting(schemas[name] ?? {}, name, context)])), {
		requiredKeys: required,
		noNullPrototype: true,
	});
	const pairs = pairsAmong(names, exampleOf).filter(({ kind }) => context.known[kind].length > 0);
	const references = fc.tuple(...pairs.map((pair) => referenceOf(pair, context)));
	return fc.tuple(all, references).map(([members, given]) => ({ ...members, ...Object.assign({}, ...given) }));
}

function referenceOf({ field, value, kind }: Pair, context: Context): fc.Arbitrary<Record<string, unknown>> {
	const records = fc.constantFrom(...context.known[kind]);
	return fc.option(
		records.map((record) => ({ [field]: record.field, [value]: record.value })),
		{ nil: {}, freq: context.heat === 'calm' ? 30 : 1 },
	);
}

/** Values of any kind: wrong types, huge and deep ones, names that mean something to JavaScript. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown[]>(null, true, -0, 1e308, 2 ** 53, -2147483649, 0.1, '', [], {}, [[[[]]]], ['x', 'x']),
	fc.anything({ withObjectString: true, maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value) ?? 'null')),
	hostileText,
	fc.integer({ min: 1, max: 2000 }).map((depth) => nested(depth)),
);

function nested(depth: number): unknown {
	let value: unknown = 'x';
	for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { x: value };
	return value;
}

interface Mutation {
	at: number;
	name: string;
	value: unknown;
	how: 'replace' | 'add' | 'remove';
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
	at: fc.nat(1000),
	name: fc.constantFrom('constructor', 'toString', 'secret_key', 'id', 'login', 'active', 'hasOwnProperty', '', 'x'),
	value: anything,
	how: fc.constantFrom('replace' as const, 'add' as const, 'remove' as const),
});

/** The value with one of its members replaced, removed or joined by another. */
function mutated([value, { at, name, value: other, how }]: [unknown, Mutation]): unknown {
	const copy = JSON.parse(JSON.stringify({ body: value ?? null })) as Record<string, unknown>;
	const places = placesIn(copy);
	const { inside, key } = places[at % places.length] ?? { inside: copy, key: 'body' };
	if (how === 'remove') delete inside[key];
	else inside[how === 'add' && inside !== copy ? name : key] = other;
	return copy.body;
}

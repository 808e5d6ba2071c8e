import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ALL_OPERATIONS } from '../../src/all-operations.js';
import { toProblem } from '../../src/errors.js';
import { extras } from '../../src/operations/fields/extras.js';
import { toInputError } from '../../src/operations/input-error.js';

type Json = Record<string, unknown>;

/** What a hostile body has in the place of a member, of a size. */
const HOSTILE: Record<string, (size: number) => unknown> = {
	'a long text': (size) => 'a\u0301 '.repeat(size),
	'a long list': (size) => new Array(size).fill({}),
	'many members': (size) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`member${index}`, 'x'])),
	'members that differ in case': (size) =>
		Object.fromEntries(Array.from({ length: size }, (_, index) => [index % 2 ? `m${index}` : `M${index + 1}`, 'x'])),
};

/** Four times the size may take four times as long; what takes sixteen times as long is quadratic. */
const SIZES = { small: 4_000, large: 16_000 };
const MOST_RATIO = 8;
/** Added to both times, so that short ones, which vary, do not count. */
const FLOOR_MS = 10;

function jsonSchema(schema: z.ZodType): Json {
	return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
}

/** A body that the schema takes, as far as its JSON Schema says how. */
function sample(schema: Json): unknown {
	if (schema.default !== undefined) return schema.default;
	if (Array.isArray(schema.examples) || schema.example !== undefined) {
		return schema.example ?? (schema.examples as unknown[])[0];
	}
	const union = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
	if (union?.[0]) return sample(union[0]);
	if (Array.isArray(schema.enum)) return schema.enum[0];
	if (schema.type === 'object') {
		const members = Object.entries((schema.properties ?? {}) as Record<string, Json>);
		return Object.fromEntries(members.map(([name, member]) => [name, sample(member)]));
	}
	if (schema.type === 'array') return [sample(schema.items as Json)];
	return { integer: 1, number: 1, boolean: true }[String(schema.type)] ?? 'a';
}

/** Copies of the body in which one member, at any depth, is hostile; and one with the body itself so. */
function* variants(body: unknown, hostile: unknown): Generator<[path: string, body: unknown]> {
	if (typeof body === 'object' && body !== null && !Array.isArray(body) && typeof hostile === 'object') {
		yield ['more members', { ...(hostile as object), ...body }];
	}
	if (typeof body !== 'object' || body === null) return;
	for (const [name, member] of Object.entries(body)) {
		const put = (value: unknown) =>
			Array.isArray(body)
				? body.map((item, index) => (String(index) === name ? value : item))
				: { ...body, [name]: value };
		yield [name, put(hostile)];
		for (const [path, value] of variants(member, hostile)) yield [`${name}/${path}`, put(value)];
	}
}

/** How much processor time it takes to check the body and to write the problem: a busy machine does not add to it. */
function msToCheck(schema: z.ZodType, body: unknown): number {
	const started = process.cpuUsage();
	const { error } = schema.safeParse(body);
	if (error) JSON.stringify(toProblem(toInputError(error.issues, '')));
	const { user, system } = process.cpuUsage(started);
	return (user + system) / 1000;
}

describe('checking a body takes a time in proportion to its size', () => {
	const rows = ALL_OPERATIONS.filter(({ body }) => body !== undefined);

	it.each(rows.map((row) => [row.id, row] as const))('%s', (_, { body, bodyDocument, bodyExamples = {} }) => {
		const schemas = [body, bodyDocument].filter((schema) => schema !== undefined);
		const [example] = Object.values(bodyExamples);
		// With every member there is; and, so that checks of the whole are reached, with good ones.
		const bodies = [sample(jsonSchema(bodyDocument ?? (body as z.ZodType))), example?.value];
		for (const [what, make] of Object.entries(HOSTILE)) {
			const large = bodies.flatMap((each) => [...variants(each, make(SIZES.large))]);
			const small = bodies.flatMap((each) => [...variants(each, make(SIZES.small))]);
			for (const [index, [path, largeBody]] of large.entries()) {
				for (const schema of schemas) {
					const ratio = () => {
						const atLarge = msToCheck(schema, largeBody) + FLOOR_MS;
						return atLarge / (msToCheck(schema, small[index]?.[1]) + FLOOR_MS);
					};
					// Collecting garbage can make one measurement long, hardly five in a row.
					const smallest = Math.min(
						...(function* () {
							for (let tries = 0; tries < 5; tries += 1) {
								const found = ratio();
								yield found;
								if (found < MOST_RATIO) return;
							}
						})(),
					);
					expect(smallest, `${what} at ${path}`).toBeLessThan(MOST_RATIO);
				}
			}
		}
	});

	it('too many extra fields are one mistake: none of them is looked at', () => {
		const { error } = extras.safeParse(HOSTILE['members that differ in case']?.(51));
		expect(error?.issues.map(({ message }) => message)).toEqual(['at most 50 extra fields']);
	});

	it('a problem lists a hundred mistakes at most, and says how many there are', () => {
		const members = HOSTILE['many members']?.(5_000) as object;
		const { error } = z.strictObject({ name: z.string().optional() }).safeParse(members);
		const problem = toProblem(toInputError(error?.issues ?? [], ''));
		expect(problem.errors).toHaveLength(100);
		expect(problem.detail).toContain('(and 4999 more)');
	});
});

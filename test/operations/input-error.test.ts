import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GatewayError, PROBLEMS } from '../../src/errors.js';
import { readJson } from '../../src/http/body.js';
import { issueWith } from '../../src/operations/fields/text.js';
import { toInputError } from '../../src/operations/input-error.js';
import { newUser } from '../../src/operations/users/schemas.js';

function errorOf(schema: z.ZodType, input: unknown, place = '') {
	const result = schema.safeParse(input);
	if (result.success) throw new Error('the input should have been refused');
	return toInputError(result.error.issues, place);
}

/** The same for a body as it comes over HTTP. */
async function bodyErrorOf(schema: z.ZodType, input: unknown): Promise<GatewayError> {
	const headers = { 'Content-Type': 'application/json' };
	const request = new Request('http://gateway/', { method: 'POST', headers, body: JSON.stringify(input) });
	const thrown = await readJson(request, 1_000_000, schema).catch((failure: unknown) => failure);
	if (thrown instanceof GatewayError) return thrown;
	throw new Error('the body should have been refused');
}

const pointers = (schema: z.ZodType, input: unknown, place?: string) =>
	errorOf(schema, input, place).errors?.map(({ pointer }) => pointer);

describe('the places of mistakes', () => {
	const schema = z.strictObject({
		name: z.string(),
		'a/b': z.string().optional(),
		'm~n': z.string().optional(),
		list: z.array(z.strictObject({ deep: z.int() })).optional(),
	});

	it('are JSON pointers, with / and ~ escaped', () => {
		const cases: [input: unknown, pointers: string[]][] = [
			[{}, ['/name']],
			[{ name: 1 }, ['/name']],
			[{ name: '', 'a/b': 1 }, ['/a~1b']],
			[{ name: '', 'm~n': 1 }, ['/m~0n']],
			[{ name: '', list: [{ deep: 1 }, { deep: 'x' }] }, ['/list/1/deep']],
			[{ name: '', list: [{}] }, ['/list/0/deep']],
			[{ name: '', list: 'x' }, ['/list']],
			['x', ['']],
			[null, ['']],
			[[], ['']],
		];
		for (const [input, expected] of cases) expect(pointers(schema, input), JSON.stringify(input)).toEqual(expected);
	});

	it('of unknown members name each of them, at every depth', () => {
		expect(pointers(schema, { name: '', nom: 1, 'x/y~z': 2 })).toEqual(['/nom', '/x~1y~0z']);
		expect(pointers(schema, { name: '', list: [{ deep: 1, deeper: 2 }] })).toEqual(['/list/0/deeper']);
		expect(pointers(schema, { name: '', constructor: 1, toString: 2 })).toEqual(['/constructor', '/toString']);
	});

	it('stand below the place they were checked at', () => {
		expect(pointers(schema, {}, '/users/3')).toEqual(['/users/3/name']);
		expect(pointers(schema, {}, 'path')).toEqual(['path/name']);
		expect(pointers(z.strictObject({ username: z.string() }), { user: 'x' }, 'query')).toEqual([
			'query/username',
			'query/user',
		]);
	});

	it('of members of extras name the field', () => {
		const user = { firstname: 'A', lastname: 'B', loginname: 'ab', password: 'x' };
		expect(pointers(newUser, { ...user, extras: { 'a/b': 'x', "c'd": 'y', ok: true } })).toEqual([
			'/extras/a~1b',
			"/extras/c'd",
			'/extras/ok',
		]);
	});
});

describe('what is said about a mistake', () => {
	const details: [schema: z.ZodType, input: unknown, detail: string][] = [
		[z.strictObject({ a: z.string() }), {}, 'is missing'],
		[z.strictObject({ a: z.string() }), { a: 5 }, 'must be a string'],
		[z.strictObject({ a: z.string() }), { a: null }, 'must be a string'],
		[z.strictObject({ a: z.boolean() }), { a: 'true' }, 'must be a boolean'],
		[z.strictObject({ a: z.int() }), { a: '1' }, 'must be a number'],
		[z.strictObject({ a: z.int() }), { a: 1.5 }, 'must be a whole number'],
		[z.strictObject({ a: z.array(z.string()) }), { a: {} }, 'must be a list'],
		[z.strictObject({ a: z.record(z.string(), z.string()) }), { a: [] }, 'must be an object'],
		[z.strictObject({ a: z.enum(['x', 'y']) }), { a: 'z' }, 'must be one of x, y'],
		[z.strictObject({ a: z.string().min(1, 'must not be empty') }), { a: '' }, 'must not be empty'],
		[z.strictObject({}), [], 'must be an object'],
		[z.strictObject({}), { a: 1 }, 'is not known here; unknown members are refused so that a misspelt one is not lost'],
	];
	for (const [schema, input, detail] of details) {
		it(`${JSON.stringify(input)}: ${detail}`, async () => {
			expect((await bodyErrorOf(schema, input)).errors?.map((error) => error.detail)).toEqual([detail]);
		});
	}

	it('begins with the first mistake and counts the others', () => {
		const schema = z.strictObject({ a: z.string(), b: z.string(), c: z.string() });
		expect(errorOf(schema, { a: '', b: '' }).message).toBe('/c: is missing');
		expect(errorOf(schema, {}).message).toBe('/a: is missing (and 2 more)');
	});

	it('never repeats a value, which can be a password', async () => {
		const user = {
			firstname: 'A\0',
			lastname: ['hunter2'],
			loginname: 'hunter2\0',
			password: 'hunter2\n',
			status: 'hunter2',
		};
		const error = await bodyErrorOf(newUser, {
			...user,
			email: 'hunter2',
			active: 'hunter2',
			extras: { a: 'hunter2\n' },
		});
		expect(JSON.stringify([error.message, error.errors])).not.toContain('hunter2');
	});
});

describe('the code of the problem', () => {
	const unsafe = z.string().superRefine((_, context) => {
		context.addIssue({ code: 'custom', ...issueWith('unsafe-identifier', 'holds a quote') });
	});
	const unsupported = z.string().superRefine((_, context) => {
		context.addIssue({ code: 'custom', ...issueWith('unsupported-by-chamilo', 'cannot be stored') });
	});

	it('is the one a check asks for', () => {
		expect(errorOf(z.strictObject({ a: unsafe }), { a: 'x' })).toMatchObject({
			code: 'unsafe-identifier',
			status: 400,
		});
		expect(errorOf(z.strictObject({ a: unsupported }), { a: 'x' })).toMatchObject({ status: 422 });
	});

	it('is invalid-request as soon as something is plainly invalid', () => {
		const schema = z.strictObject({ a: unsafe, b: z.string() });
		expect(errorOf(schema, { a: 'x' }).code).toBe('invalid-request');
		expect(errorOf(schema, { a: 'x', b: 1 }).code).toBe('invalid-request');
		expect(errorOf(schema, { a: 'x', b: 'y', c: 1 }).code).toBe('invalid-request');
	});

	it('is never one that the table does not have', () => {
		for (const problem of ['nonsense', 'toString', '__proto__', 'constructor', '', 5]) {
			const schema = z.string().superRefine((_, context) => {
				context.addIssue({ code: 'custom', message: 'x', params: { problem } });
			});
			expect(Object.keys(PROBLEMS), String(problem)).toContain(errorOf(schema, 'x').code);
		}
	});
});

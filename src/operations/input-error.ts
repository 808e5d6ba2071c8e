import type { z } from '@hono/zod-openapi';
import { GatewayError, type InputError, PROBLEMS, type ProblemCode } from '../errors.js';

type Issue = z.core.$ZodIssue;

/** Most mistakes that a problem lists: an answer is never much longer than the request. */
const MOST_LISTED = 100;

/**
 * The problem for failed checks: each mistake with its JSON pointer, unknown keys by name. The code is `invalid-request` if
 * one of the mistakes has no other; else the code that the check gives (`unsafe-identifier` …).
 * @param place JSON pointer of what was checked, or `path` / `query`.
 */
export function toInputError(issues: readonly Issue[], place: string): GatewayError {
	const codes = issues.map((issue) => problemOf(shownOf(issue)));
	const code = codes.find((candidate) => candidate === 'invalid-request') ?? codes[0] ?? 'invalid-request';
	const errors: InputError[] = [];
	for (const issue of issues) {
		if (errors.length === MOST_LISTED) break;
		errors.push(...toMistakes(issue, place, MOST_LISTED - errors.length));
	}
	const [first] = errors;
	const count = issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
	const more = count > 1 ? ` (and ${count - 1} more)` : '';
	return new GatewayError(
		code,
		`${first ? `${first.pointer || 'The body'}: ${first.detail}` : PROBLEMS[code].title}${more}`,
		{
			errors,
		},
	);
}

/** @param most mistakes that are returned */
function toMistakes(issue: Issue, place: string, most: number): InputError[] {
	if (issue.code === 'unrecognized_keys') {
		return issue.keys.slice(0, most).map((key) => ({
			pointer: pointerTo(place, [...issue.path, key]),
			detail: 'is not known here; unknown members are refused so that a misspelt one is not lost',
		}));
	}
	return [{ pointer: pointerTo(place, issue.path), detail: describe(shownOf(issue)) }];
}

/** The keys of `extras` have issues of their own, one level down. */
function shownOf(issue: Issue): Issue {
	return (issue.code === 'invalid_key' ? issue.issues[0] : undefined) ?? issue;
}

function problemOf(issue: Issue): ProblemCode {
	const asked = issue.code === 'custom' ? issue.params?.problem : undefined;
	return typeof asked === 'string' && Object.hasOwn(PROBLEMS, asked) ? (asked as ProblemCode) : 'invalid-request';
}

function describe(issue: Issue): string {
	// zod keeps inputs out of its issues, rightly: only the message shows that a member is absent.
	if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
	if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`;
	if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
	return issue.message;
}

function article(type: string): string {
	const names: Record<string, string> = {
		record: 'an object',
		object: 'an object',
		array: 'a list',
		int: 'a whole number',
	};
	return names[type] ?? `a ${type}`;
}

/** RFC 6901 below a body; `path/x` and `query/x` name parameters. */
function pointerTo(place: string, path: readonly PropertyKey[]): string {
	return [place, ...path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

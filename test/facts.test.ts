import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecordings } from './recordings/read-recordings.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FACTS = 'src/chamilo/FACTS.md';

/** Text of the files below a folder, by their path below the root. */
function textsBelow(folder: string, ending: RegExp): [path: string, text: string][] {
	return readdirSync(ROOT + folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && ending.test(entry.name) && !entry.parentPath.includes('node_modules'))
		.map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
		.filter((path) => path !== 'test/facts.test.ts')
		.map((path) => [path, readFileSync(ROOT + path, 'utf8')]);
}

const facts = readFileSync(ROOT + FACTS, 'utf8')
	.split(/\n(?=#{2,3} )/)
	.filter((part) => part.startsWith('### '))
	.map((part) => part.trim().split('\n'));
const numbers = facts.map(([heading = '']) => /^### (F[1-9]\d{0,2}) \S/.exec(heading)?.[1] ?? heading);
const sections: string[] = readFileSync(ROOT + FACTS, 'utf8').match(/(?<=^## ).+$/gm) ?? [];

/** Comments of TypeScript, and whole texts of Markdown: where facts are cited. */
function prose([path, text]: [path: string, text: string]): string {
	if (!path.endsWith('.ts')) return text;
	return (text.match(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm) ?? []).join('\n');
}

const recordings = new Set(
	['1.9', '1.11', '1.11.32', '1.11.32-json-api'].flatMap((folder) =>
		readRecordings(new URL(`recordings/${folder}`, import.meta.url)).map(({ number }) => `${folder} ${number}`),
	),
);

/** `1.9 400-402, 407` as the names of four recordings. */
function recordedNumbers(part: string): string[] {
	const [folder, ...ranges] = part.split(/,? /);
	return ranges.flatMap((range) => {
		const [first = Number.NaN, last = first] = range.split('-').map(Number);
		return Array.from({ length: last - first + 1 }, (_, index) => `${folder} ${first + index}`);
	});
}

describe('the facts', () => {
	it('have a number of their own each', () => {
		expect(numbers.filter((number) => !/^F\d+$/.test(number))).toEqual([]);
		expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
	});

	it('are told in one to five sentences, and end with the versions they were observed on', () => {
		const wrong = facts.filter((lines) => {
			const told = lines
				.slice(
					1,
					lines.findIndex((line) => /^(Recorded|Observed on):/.test(line)),
				)
				.join(' ');
			const sentences = told.replace(/`[^`]*`/g, 'code').match(/[.](?=\s|$)/g)?.length ?? 0;
			return !/^Observed on: \d+\.\d+\.\d+ \(PHP \d/.test(lines.at(-1) ?? '') || sentences < 1 || sentences > 5;
		});
		expect(wrong.map(([heading]) => heading)).toEqual([]);
	});

	it('name recordings that exist', () => {
		const wrong = facts.flatMap(([heading, ...lines]) => {
			const [, recorded = ''] = /^Recorded: (.+)$/m.exec(lines.join('\n')) ?? [];
			return recorded
				.split('; ')
				.filter((part) => part !== '')
				.flatMap(recordedNumbers)
				.filter((name) => !recordings.has(name))
				.map((name) => `${heading}: ${name}`);
		});
		expect(wrong).toEqual([]);
	});

	it('cite facts that exist', () => {
		const known = new Set(numbers);
		const cited = [...textsBelow('src', /\.(ts|md)$/), ...textsBelow('test', /\.(ts|md)$/)].flatMap((file) => [
			...(prose(file).match(/\bF\d{1,3}\b/g) ?? []).map((number) => [file[0], number, known.has(number)] as const),
			...(prose(file).match(/(?<=FACTS\.md, section )[A-Z][A-Za-z ]+(?=[.,;)])/g) ?? []).map(
				(section) => [file[0], section, sections.includes(section)] as const,
			),
		]);
		expect(cited.filter(([, , exists]) => !exists)).toEqual([]);
		expect(cited.length).toBeGreaterThan(150);
	});
});

it('nothing refers to documents or recordings outside of the repository', () => {
	const outside =
		/\bCHAMILO(-[A-Z0-9.]+)?\.md|\bCHAMILO-WAYS\b|\bDESIGN\b|\b(STYLE|MEASURED|RENAMES)(\.md| §)|#(11|32|v2)-\d|\(calls? \d|\bcalls? \d{2,3}\b|\(rule \d/;
	const texts = [
		...textsBelow('src', /\.(ts|mjs|md)$/),
		...textsBelow('test', /\.(ts|mjs|md)$/),
		...readdirSync(ROOT)
			.filter((name) => /^README.*\.md$/.test(name))
			.map((name): [string, string] => [name, readFileSync(ROOT + name, 'utf8')]),
	];
	const wrong = texts.flatMap(([path, text]) =>
		text
			.split('\n')
			.filter((line) => outside.test(line))
			.map((line) => `${path}: ${line.trim()}`),
	);
	expect(wrong).toEqual([]);
});

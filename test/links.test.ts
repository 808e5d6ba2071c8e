import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IGNORED = new Set(['node_modules', '.git', '.wrangler', 'dist']);

/** Every Markdown file of the repository, by its absolute path. */
function markdownBelow(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = resolve(folder, entry.name);
		if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : markdownBelow(path);
		return entry.isFile() && entry.name.endsWith('.md') ? [path] : [];
	});
}

/** The text without fenced blocks and comments, whose lines are neither headings nor links. */
function proseOf(markdown: string): string {
	return markdown.replace(/^(```+)[^\n]*\n[\s\S]*?^\1[^\S\n]*$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
}

/** A heading as readers see it: without backticks, emphasis and the addresses of links. */
function plain(heading: string): string {
	return heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
}

function headingsOf(markdown: string): { level: number; text: string }[] {
	return [...proseOf(markdown).matchAll(/^(#{1,6}) +(.+?) *#*$/gm)].map(([, marks = '', text = '']) => ({
		level: marks.length,
		text: plain(text),
	}));
}

/** Anchors as GitHub makes them: small letters, no punctuation, hyphens for spaces, numbers behind repeated ones. */
function anchorsOf(headings: readonly string[]): string[] {
	const seen = new Map<string, number>();
	return headings.map((text) => {
		const slug = text
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
			.replaceAll(' ', '-');
		const count = seen.get(slug) ?? 0;
		seen.set(slug, count + 1);
		return count === 0 ? slug : `${slug}-${count}`;
	});
}

/** Targets of inline links, images and link definitions. */
function targetsOf(markdown: string): string[] {
	const text = proseOf(markdown).replace(/(`+)[^`][\s\S]*?\1/g, 'code');
	const inline = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
	const definitions = [...text.matchAll(/^\[[^\]]+\]:\s+<?([^\s>]+)>?/gm)];
	return [...inline, ...definitions].map(([, target = '']) => target);
}

const files = markdownBelow(ROOT);
const anchors = new Map<string, ReadonlySet<string>>();

function hasAnchor(path: string, anchor: string): boolean {
	const known = anchors.get(path) ?? new Set(anchorsOf(headingsOf(readFileSync(path, 'utf8')).map(({ text }) => text)));
	anchors.set(path, known);
	return known.has(anchor);
}

/** What is wrong with a link; undefined where it leads somewhere, or out of the repository. */
function mistakeIn(file: string, target: string): string | undefined {
	if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return undefined;
	const [path = '', anchor] = decodeURIComponent(target).split('#');
	const place = path === '' ? file : resolve(dirname(file), path);
	if (relative(ROOT, place).startsWith('..')) return 'leads out of the repository';
	if (!existsSync(place)) return 'leads to no file';
	if (anchor === undefined) return undefined;
	if (!place.endsWith('.md')) return 'names a heading of a file that is no Markdown';
	return hasAnchor(place, anchor) ? undefined : 'leads to no heading';
}

describe('links in Markdown', () => {
	it('lead to files and headings that exist', () => {
		const links = files.flatMap((file) =>
			targetsOf(readFileSync(file, 'utf8')).map((target) => ({ file, target, mistake: mistakeIn(file, target) })),
		);
		const wrong = links.filter(({ mistake }) => mistake !== undefined);
		expect(wrong.map(({ file, target, mistake }) => `${relative(ROOT, file)}: ${target} ${mistake}`)).toEqual([]);
		expect(links.length).toBeGreaterThan(100);
	});

	it('are found, and headings have the anchors of GitHub', () => {
		const markdown =
			'# A `b` c\n## Don’t & do\n## A b c\n```\n# none\n[x](none.md)\n```\n[x](y.md "title") `[z](no.md)` ![i](i.png)';
		expect(anchorsOf(headingsOf(markdown).map(({ text }) => text))).toEqual(['a-b-c', 'dont--do', 'a-b-c-1']);
		expect(targetsOf(markdown)).toEqual(['y.md', 'i.png']);
		expect(mistakeIn(files[0] ?? '', 'no-such-file.md')).toBe('leads to no file');
		expect(mistakeIn(resolve(ROOT, 'README.md'), '#no-such-heading')).toBe('leads to no heading');
	});
});

describe('README.md', () => {
	const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8');

	it('has fewer than 300 lines', () => {
		expect(readme.trimEnd().split('\n').length).toBeLessThan(300);
	});

	it('has a table of contents whose entries are its headings', () => {
		const contents = readme.slice(0, readme.indexOf('\n## '));
		const entries = [...contents.matchAll(/^- \[([^\]]+)\]\(#([^)]+)\)$/gm)].map(([, text, anchor]) => ({
			text,
			anchor,
		}));
		const headings = headingsOf(readme)
			.filter(({ level }) => level === 2)
			.map(({ text }) => text);
		const links = anchorsOf(headings);
		expect(entries).toEqual(headings.map((text, index) => ({ text, anchor: links[index] })));
	});
});

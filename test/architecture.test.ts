import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Source {
	/** Path below the root, e.g. `src/soap/reply.ts`. */
	path: string;
	text: string;
	/** What it imports: paths below the root, or names of packages. */
	imports: string[];
	/** The same without imports that only types need. */
	runtimeImports: string[];
}

const sources = filesBelow('src')
	.filter((path) => /\.(ts|mjs)$/.test(path))
	.map(readSource);
const typescript = sources.filter(({ path }) => path.endsWith('.ts'));

function filesBelow(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		return entry.isDirectory() ? filesBelow(path) : [path];
	});
}

function readSource(path: string): Source {
	const text = readFileSync(join(ROOT, path), 'utf8');
	const found = importsOf(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)).map(({ name, onlyTypes }) => ({
		name: name.startsWith('.') ? normalize(join(dirname(path), name)).replace(/\.js$/, '.ts') : name,
		onlyTypes,
	}));
	return {
		path,
		text,
		imports: found.map(({ name }) => name),
		runtimeImports: found.filter(({ onlyTypes }) => !onlyTypes).map(({ name }) => name),
	};
}

function importsOf(file: ts.SourceFile): { name: string; onlyTypes: boolean }[] {
	const found: { name: string; onlyTypes: boolean }[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
			const bindings = node.importClause?.namedBindings;
			const all = bindings && ts.isNamedImports(bindings) && bindings.elements.length > 0;
			const onlyTypes =
				node.importClause?.isTypeOnly === true ||
				(all === true && !node.importClause?.name && bindings.elements.every(({ isTypeOnly }) => isTypeOnly));
			found.push({ name: node.moduleSpecifier.text, onlyTypes });
		} else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
			found.push({ name: node.moduleSpecifier.text, onlyTypes: node.isTypeOnly });
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			const [name] = node.arguments;
			if (name && ts.isStringLiteral(name)) found.push({ name: name.text, onlyTypes: false });
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

const isPackage = (name: string) => !name.startsWith('src/') && !name.startsWith('openapi/') && name !== 'package.json';

/**
 * What the files of a part may import. An entry is a folder (with a slash), a file or a
 * package. src/node may import everything, src/worker what is fit for its bundle.
 */
const MAY_IMPORT: Record<string, string[]> = {
	'src/errors.ts': [],
	'src/scopes.ts': [],
	'src/config.ts': [
		...['zod', 'src/campus-headers.ts', 'src/scopes.ts', 'src/redis-url.ts'],
		...['src/setting-mistakes.ts', 'src/operations/kinds.ts'],
	],
	'src/redis-url.ts': [],
	'src/setting-mistakes.ts': ['src/nearest.ts'],
	'src/campus-headers.ts': [],
	'src/nearest.ts': ['fastest-levenshtein'],
	'src/operations/': [
		'src/operations/',
		'src/soap/',
		'src/json-api/',
		'src/errors.ts',
		'src/scopes.ts',
		'@hono/zod-openapi',
	],
	'src/json-api/': ['src/json-api/', 'zod'],
	'src/soap/': [...['src/soap/', 'src/errors.ts'], ...['openapi/contract-1.9.json', 'openapi/contract-1.11.json']],
	'src/chamilo/': [
		...[
			'src/chamilo/',
			'src/soap/',
			'src/json-api/',
			'src/operations/',
			'src/errors.ts',
			'src/scopes.ts',
			'src/config.ts',
			'zod',
		],
		'src/cache/',
	],
	'src/http/': [
		...[
			'src/http/',
			'src/operations/',
			'src/cache/',
			'src/errors.ts',
			'src/nearest.ts',
			'src/scopes.ts',
			'src/config.ts',
		],
		...['hono', '@hono/zod-openapi', 'jose', 'lru-cache'],
	],
	'src/scim/': [
		...['src/scim/', 'src/operations/', 'src/errors.ts', 'src/scopes.ts', '@hono/zod-openapi'],
		...['scim-patch', 'scim2-parse-filter'],
	],
	'src/all-operations.ts': ['src/operations/', 'src/scim/', 'src/soap/'],
	'src/app.ts': ['src/http/', 'src/operations/', 'src/errors.ts', 'hono'],
	'src/gateway.ts': [
		'src/all-operations.ts',
		'src/app.ts',
		'src/http/',
		'src/cache/',
		'src/chamilo/',
		'src/operations/',
		'src/config.ts',
	],
	'src/sandbox/': [
		...['src/sandbox/', 'src/soap/contract.ts'],
		...['openapi/contract-1.9.json', 'openapi/contract-1.11.json', 'openapi/contract-1.11.32.json'],
		...['saxes', 'node:'],
	],
	'src/worker/': [
		...['src/worker/', 'src/gateway.ts', 'src/config.ts', 'src/errors.ts', 'src/http/', 'src/chamilo/', 'src/cache/'],
		...['openapi/openapi.json', 'package.json'],
	],
	'src/cache/': ['src/cache/', 'lru-cache'],
	'src/client/': ['src/client/', 'openapi/client.d.ts', 'openapi-fetch'],
	// A client of the gateway: it shares the schemas of the routes, and nothing of how they are reached.
	'src/node/import/': [
		...[
			'src/node/import/',
			'src/node/mapping/',
			'src/node/stop-signal.ts',
			'src/node/printable.ts',
			'src/node/file-error.ts',
			'src/node/command-line.ts',
			'src/operations/',
			'@hono/zod-openapi',
		],
		...['undici', 'csv-parse', 'cli-progress', 'node:'],
	],
	'src/node/mapping/': [
		...[
			'src/node/mapping/',
			'src/node/import/',
			'src/node/printable.ts',
			'src/node/file-error.ts',
			'src/node/command-line.ts',
		],
		...['src/operations/', '@hono/zod-openapi', 'any-ascii', 'yaml', 'node:'],
	],
	'src/node/sync/': [
		...[
			'src/node/sync/',
			'src/node/mapping/',
			'src/node/import/',
			'src/node/stop-signal.ts',
			'src/node/printable.ts',
			'src/node/file-error.ts',
			'src/node/command-line.ts',
		],
		...['src/operations/', '@hono/zod-openapi', 'node:'],
	],
};

function covers(rule: string, name: string): boolean {
	if (rule.endsWith('/') || rule === 'node:') return name.startsWith(rule);
	return name === rule || (isPackage(rule) && name.startsWith(`${rule}/`));
}

describe('imports', () => {
	for (const [part, allowed] of Object.entries(MAY_IMPORT)) {
		it(`of ${part} go to ${allowed.join(', ') || 'nothing'} only`, () => {
			const wrong = typescript
				.filter(({ path }) => covers(part, path))
				.flatMap(({ path, imports }) =>
					imports
						.filter((name) => !allowed.some((rule) => covers(rule, name)))
						.map((name) => `${path} imports ${name}`),
				);
			expect(wrong).toEqual([]);
		});
	}

	it('of every file are held by one of these rules, but for src/node', () => {
		const free = typescript.filter(
			({ path }) => !path.startsWith('src/node/') && !Object.keys(MAY_IMPORT).some((part) => covers(part, path)),
		);
		expect(free.map(({ path }) => path)).toEqual([]);
	});

	it('of Node itself stand under src/node and src/sandbox only', () => {
		const wrong = sources.filter(
			({ path, imports }) => !/^src\/(node|sandbox)\//.test(path) && imports.some((name) => name.startsWith('node:')),
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it('say node: where they mean Node', () => {
		const builtin =
			/^(assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|process|stream|url|util|zlib)(\/|$)/;
		expect(sources.flatMap(({ imports }) => imports.filter((name) => builtin.test(name)))).toEqual([]);
	});

	it('of packages are dependencies of the package', () => {
		const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
		const wrong = sources.flatMap(({ path, imports }) =>
			imports
				.filter((name) => isPackage(name) && !name.startsWith('node:'))
				.map((name) =>
					name
						.split('/')
						.slice(0, name.startsWith('@') ? 2 : 1)
						.join('/'),
				)
				.filter((name) => !(name in dependencies) && !(path.endsWith('.mjs') && name in devDependencies))
				.map((name) => `${path} imports ${name}`),
		);
		expect(wrong).toEqual([]);
	});

	it('run in no circle, types included', () => {
		const byPath = new Map(sources.map((source) => [source.path, source]));
		const done = new Set<string>();
		const circles: string[] = [];
		const visit = (path: string, above: string[]): void => {
			if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' -> '));
			if (done.has(path) || above.includes(path)) return;
			for (const name of byPath.get(path)?.imports ?? []) if (byPath.has(name)) visit(name, [...above, path]);
			done.add(path);
		};
		for (const { path } of sources) visit(path, []);
		expect(circles).toEqual([]);
	});

	it('of the reader of WSDLs stand in the commands that compile and compare them', () => {
		const wrong = sources.filter(({ path, imports }) => imports.includes('soap') && !path.startsWith('src/node/'));
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it('lead to files that exist', () => {
		const known = new Set([...filesBelow('src'), ...filesBelow('openapi'), 'package.json']);
		const wrong = sources.flatMap(({ path, imports }) =>
			imports.filter((name) => !isPackage(name) && !known.has(name)).map((name) => `${path} imports ${name}`),
		);
		expect(wrong).toEqual([]);
	});
});

/** Names of global things that the code of a file uses; comments, strings and members of others do not count. */
function globalsOf({ path, text }: Source, names: readonly string[]): string[] {
	const found = new Set<string>();
	const visit = (node: ts.Node): void => {
		const { parent } = node;
		if (ts.isIdentifier(node) && names.includes(node.text)) {
			const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
			const isName = ts.isPropertyAssignment(parent) && parent.name === node;
			if (!isMember && !isName) found.add(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
	return [...found];
}

describe('the sources', () => {
	it('use process, Buffer and timers of Node under src/node and src/sandbox only', () => {
		const wrong = typescript
			.filter(({ path }) => !/^src\/(node|sandbox)\//.test(path))
			.flatMap((source) =>
				globalsOf(source, ['process', 'Buffer', 'setImmediate', '__dirname', '__filename', 'require']).map(
					(name) => `${source.path} uses ${name}`,
				),
			);
		expect(wrong).toEqual([]);
	});

	it('read the environment in the runtime adapters only, and ask for NODE_ENV only to refuse the sandbox in production', () => {
		const wrong = typescript.filter(
			({ path, text }) => path !== 'src/setting-mistakes.ts' && /\bNODE_ENV\b/.test(text) && !path.endsWith('.mjs'),
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it('never write to the console, but for the log at the edge, which has nothing else to write to', () => {
		const wrong = sources.filter((source) => globalsOf(source, ['console']).length > 0);
		expect(wrong.map(({ path }) => path)).toEqual(['src/worker/log.ts']);
	});

	it('have no default export, but for the one Workers ask for', () => {
		const wrong = sources.filter(({ path, text }) => {
			const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
			return file.statements.some(
				(statement) =>
					(ts.isExportAssignment(statement) && !statement.isExportEquals) ||
					(ts.canHaveModifiers(statement) &&
						ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
			);
		});
		expect(wrong.map(({ path }) => path)).toEqual(['src/worker/index.ts']);
	});

	it('have at most 400 lines a file', () => {
		const written = sources.filter(({ text }) => !text.startsWith('// Generated by '));
		const wrong = written.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
		expect(wrong.filter(({ lines }) => lines > 400)).toEqual([]);
	});

	it('have names in kebab-case that say what is in them', () => {
		const vague = /(^|\/)(utils?|helpers?|common|misc|types|constants)\.(ts|mjs)$/;
		const wrong = sources.filter(({ path }) => vague.test(path) || !/^src(\/[a-z0-9.-]+)+$/.test(path));
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it('hold no any, no non-null assertion and no silenced rule', () => {
		const silenced = /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/;
		const wrong = typescript.filter(({ path, text }) => {
			let found = silenced.test(text);
			const visit = (node: ts.Node): void => {
				found ||= node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node);
				ts.forEachChild(node, visit);
			};
			visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
			return found;
		});
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});
});

it('no test stands for another machine: none reads outside of the repository, none is skipped', () => {
	const tests = filesBelow('test').filter((path) => path.endsWith('.ts') && path !== 'test/architecture.test.ts');
	const wrong = tests.filter((path) => {
		const text = readFileSync(join(ROOT, path), 'utf8');
		return /\b(it|test|describe)\.(skip|only|todo)\b|\.\.\/shared\/|\/work\//.test(text);
	});
	expect(wrong).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const GOLDEN = new URL('../golden', import.meta.url).pathname;
const EMPTY = /<(\w+) xsi:type="xsd:int(?:eger)?"(?:\/>|><\/\1>)/g;

/** An empty number is 0 for Chamilo, or "none", or the end of PHP 8: each one has to be decided (F491). */
it('no number is sent empty but the bounds of WSListCourses', () => {
	const requests = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.request.xml'),
	);
	const found = requests.flatMap((file) => {
		const names = [...readFileSync(join(GOLDEN, file), 'utf8').matchAll(EMPTY)].map(([, name]) => name);
		const operation = /\d+-([\w.]+)\.request\.xml$/.exec(file)?.[1];
		return names.map((name) => `${operation}.${name}`);
	});
	expect([...new Set(found)].sort()).toEqual(['WSListCourses.from', 'WSListCourses.to']);
});

/** The cases that scim-patch publishes, run with the library as the gateway has it. They are written for Mocha and Chai. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import vm from 'node:vm';
import * as chai from 'chai';
import { beforeEach, describe, it } from 'vitest';

type Body = (done: (failure?: unknown) => void) => unknown;

/** A function of Mocha, which says by a callback that it is done, as a promise. */
const promised = (body: Body) => () =>
	new Promise<void>((resolve, reject) => {
		const result = body((failure) => (failure === undefined ? resolve() : reject(failure)));
		if (body.length === 0) resolve(result as undefined);
	});

const folder = dirname(createRequire(import.meta.url).resolve('scim-patch/lib/test/scimPatch.test.js'));

for (const name of ['scimPatch', 'patchValidation']) {
	const path = `${folder}/${name}.test.js`;
	const ofLibrary = createRequire(path);
	const load = (wanted: string) => (wanted === 'chai' ? chai : ofLibrary(wanted));
	const wrapper = `(function (exports, require, describe, it, beforeEach) {${readFileSync(path, 'utf8')}\n})`;
	vm.runInThisContext(wrapper, path)(
		{},
		load,
		describe,
		(title: string, body: Body) => it(title, promised(body)),
		(body: Body) => beforeEach(promised(body)),
	);
}

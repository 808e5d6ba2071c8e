/** The cases that scim-patch publishes, run with the library as the gateway has it. They are written for Mocha and Chai. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import vm from 'node:vm';
import * as chai from 'chai';
import { afterEach, beforeEach, describe, it } from 'vitest';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('scim-patch/lib/test/scimPatch.test.js'));

for (const name of ['scimPatch', 'patchValidation']) {
	const path = `${folder}/${name}.test.js`;
	const ofLibrary = createRequire(path);
	const load = (wanted: string) => (wanted === 'chai' ? chai : ofLibrary(wanted));
	const source = vm.runInThisContext(
		`(function (exports, require, describe, it, beforeEach, afterEach) {${readFileSync(path, 'utf8')}\n})`,
		path,
	);
	source({}, load, describe, it, beforeEach, afterEach);
}

import { existsSync, readFileSync } from 'node:fs';
import { OPERATIONS } from '../src/operations/index.js';
import { declaredCalls } from './support/declared-calls.js';

/**
 * `tsx test/declared-calls.ts FILE`: prints each call that a way declares and no test has made, a line each. FILE holds
 * the names of those that were made. The last step of a whole `npm test`.
 */
const [file = ''] = process.argv.slice(2);
const made = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
const declared = declaredCalls(OPERATIONS);
const missing = declared.filter(({ name }) => !made.has(name));
for (const { name } of missing)
	process.stdout.write(`FAILED no test makes this declared call: ${name.replace(/^\d+: /, '')}\n`);
process.stdout.write(`${declared.length - missing.length} of ${declared.length} declared calls were made\n`);

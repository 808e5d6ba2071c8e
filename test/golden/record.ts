/**
 * Plays the cases against a fresh sandbox through the real gateway and writes what came, beside each request.json:
 * response.json, and the SOAP calls as `1-OPERATION.request.xml` and `1-OPERATION.response.xml`. Run by hand, then read the diff: npx tsx test/golden/record.ts [operationId[/case] …]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeViolations, watchDeclaredCalls } from '../support/declared-calls.js';
import { goldenStacks, loadCases, playCase } from '../support/golden.js';
import { writeExchanges } from '../support/golden-files.js';

// What a way does without declaring it is not recorded as if it were right.
watchDeclaredCalls();
const wanted = process.argv.slice(2);
const cases = loadCases().filter(({ operationId, name }) => {
	const path = `${operationId}/${name}`;
	return wanted.length === 0 || wanted.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
});
const stacks = goldenStacks();
for (const { operationId, name, folder, request } of cases) {
	const { soap, response } = await playCase(await stacks.of(request), request);
	const [violation] = takeViolations();
	if (violation !== undefined) throw new Error(`${operationId}/${name}: ${violation}`);
	writeExchanges(folder, soap);
	writeFileSync(join(folder, 'response.json'), `${JSON.stringify(response, null, '\t')}\n`);
	const problem = (response.body as { code?: string } | null)?.code ?? '';
	const calls = soap.map(({ operation }) => operation).join(' ');
	process.stdout.write(`${operationId}/${name}: ${response.status} ${problem} [${calls}]\n`);
}
await stacks.close();

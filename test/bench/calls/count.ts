import { startGateway } from '../../../src/node/serve.js';
import { startSandbox } from '../../../src/sandbox/index.js';
import { createClient } from '../../support/client.js';
import { CAMPUS_KINDS, type CampusKind, SANDBOXES } from '../../support/kinds.js';
import { createSandboxControl } from '../../support/sandbox.js';
import { API_KEYS, KEYS } from '../../support/stack.js';
import { ROWS, type Row } from './rows.js';
import type { Counts } from './table.js';

/** Long enough for all requests to come while the first calls are under way. */
const SLOW = { latency: { baseMs: 300 }, workers: 4 };

/** SOAP calls of each row, on a campus of this kind. */
export async function countCalls(kind: CampusKind): Promise<Map<Row, number>> {
	const counts = new Map<Row, number>();
	for (const row of ROWS) counts.set(row, await countRow(kind, row));
	return counts;
}

/** The same of all kinds, by the title of the row. */
export async function countAll(): Promise<Counts> {
	const all = new Map<string, Partial<Record<CampusKind, number>>>();
	for (const kind of CAMPUS_KINDS) {
		for (const [{ title }, count] of await countCalls(kind)) all.set(title, { ...all.get(title), [kind]: count });
	}
	return all;
}

/** On a gateway and a campus of its own: what other rows left behind would save calls. */
async function countRow(kind: CampusKind, row: Row): Promise<number> {
	const sandbox = await startSandbox({ ...SANDBOXES[kind], ...(row.isSlow ? SLOW : {}) });
	const gateway = await startGateway({
		HOST: '127.0.0.1',
		PORT: '0',
		LOG_LEVEL: 'silent',
		RATE_LIMIT: '0',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		API_KEYS,
	});
	try {
		const send = createClient(gateway.url, KEYS.all);
		const control = createSandboxControl(sandbox.url);
		// What kind of campus this is costs calls of its own, once.
		await send('GET', '/users/external_user/1504');
		await row.before?.(send);
		const before = (await control.operations()).length;
		await row.work(send);
		return (await control.operations()).length - before;
	} finally {
		await gateway.close();
		await sandbox.close();
	}
}

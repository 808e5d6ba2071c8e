import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedCampus, createCampus, type KindEvent } from '../../src/chamilo/campus.js';
import { type CampusLog, connectCampus } from '../../src/chamilo/connect.js';
import { presetCampus } from '../../src/chamilo/detect.js';
import { parseConfig } from '../../src/config.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import type { Campus } from '../../src/operations/campus.js';
import { CAMPUS_KINDS, type CampusKind, capabilitiesOf } from '../../src/operations/kinds.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { SANDBOXES } from '../support/kinds.js';
import { failureOf, sendFault, serverPool } from './small-server.js';

let sandbox: Sandbox;
let upstream: ReturnType<typeof createUndiciTransport>;
const pool = serverPool();

beforeAll(async () => {
	sandbox = await startSandbox();
	upstream = createUndiciTransport(sandbox.url);
});
afterEach(() => pool.close());
afterAll(async () => {
	await upstream.close();
	await sandbox.close();
});

/** A campus of this kind, and the gateway's connection to it that knows it. */
async function connected(kind: CampusKind, setting = 'auto'): Promise<ConnectedCampus> {
	sandbox.switchTo(SANDBOXES[kind]);
	const config = parseConfig({ CHAMILO_KIND: setting });
	const campus = connectCampus(config, sandbox, upstream.transport);
	await campus.run(lookUp);
	sandbox.reset();
	return campus;
}

/**
 * A dead soap.php reads no request: all it is asked is WS.test. An operation that registration.soap.php does not know is
 * the one that tells 1.11.6 from later releases; it is left out.
 */
const operations = () =>
	sandbox.journal
		.filter(({ service, operation }) => operation !== '' || service === 'WSService')
		.map(({ operation }) => operation || 'WS.test');
const lookUp = (campus: Campus) =>
	campus.query('WSGetUser', { original_user_id_name: 'external_user', original_user_id_value: '1504' });

describe('a connected campus', () => {
	it('is asked for its kind when it is first needed, and once', async () => {
		sandbox.switchTo(SANDBOXES['1.11']);
		sandbox.reset();
		const campus = connectCampus(parseConfig({}), sandbox, upstream.transport);
		expect(operations()).toEqual([]);
		const seen = await Promise.all([1, 2, 3].map(() => campus.run(async ({ capabilities }) => capabilities)));
		expect(new Set(seen)).toEqual(new Set([capabilitiesOf('1.11')]));
		expect(operations()).toEqual(['WS.test']);
	});

	it('that was unreachable is asked again until it has answered', async () => {
		const server = await pool.start((response, { path }, count) => {
			// A read whose connection breaks is repeated once.
			if (count <= 2) response.socket?.resetAndDestroy();
			else if (count === 3) response.writeHead(500).end();
			else if (path.includes('registration')) sendFault(response, 'SOAP-ENV:Client', 'Operation is not defined');
			else sendFault(response, 'SOAP-ENV:Client', 'xml was empty', { 'X-SOAP-Server': 'NuSOAP/0.9.5 (1.56)' });
		});
		const campus = connectCampus(parseConfig({}), { url: server.url, securityKey: 'k' }, server.transport);
		const kind = () => campus.run(async ({ capabilities }) => capabilities);
		expect(await failureOf(kind())).toMatchObject({ code: 'chamilo-unavailable' });
		expect(await failureOf(kind())).toMatchObject({ code: 'chamilo-error' });
		expect(await kind()).toBe(capabilitiesOf('1.11-php7'));
		expect(await kind()).toBe(capabilitiesOf('1.11-php7'));
		// One more asks which 1.11 it is.
		expect(server.requests).toHaveLength(5);
	});

	it('of a kind that is set is never asked, and not doubted', async () => {
		for (const kind of CAMPUS_KINDS) {
			const campus = await connected('1.11', kind);
			expect(await campus.run(async ({ capabilities }) => capabilities)).toBe(capabilitiesOf(kind));
			await campus.run(lookUp);
			expect(await campus.run(async ({ capabilities }) => capabilities)).toBe(capabilitiesOf(kind));
			expect(operations()).toEqual(['WSGetUser']);
		}
	});
});

describe('a campus that is upgraded under way', () => {
	const steps: [from: CampusKind, to: CampusKind][] = [
		['1.9', '1.11'],
		['1.9', '1.11-php7'],
		['1.11', '1.11-php7'],
		['1.11-php7', '1.9'],
	];
	for (const [from, to] of steps.filter(([before]) => before !== '1.11')) {
		it(`from ${from} to ${to} is learnt again by the first look, and the plan begun anew`, async () => {
			const campus = await connected(from);
			sandbox.switchTo(SANDBOXES[to]);
			const kinds: unknown[] = [];
			await campus.run(async (view) => {
				kinds.push(view.capabilities);
				return lookUp(view);
			});
			expect(kinds).toEqual([capabilitiesOf(from), capabilitiesOf(to)]);
			expect(operations()).toEqual(['WSGetUser', 'WS.test', 'WSGetUser']);
		});
	}

	it('so that soap.php died has the plan begun anew, because nothing was done', async () => {
		for (const from of ['1.9', '1.11'] as const) {
			const campus = await connected(from);
			sandbox.switchTo(SANDBOXES['1.11-php7']);
			const done = await campus.run(async (view) => {
				if (!view.capabilities.has('soap-php')) return 'the other way';
				return view.command('WSUser.DisableUser', { user_id_field_name: 'external_user', user_id_value: '1504' });
			});
			expect(done).toBe('the other way');
		}
	});

	it('has no plan begun anew that has changed something', async () => {
		const campus = await connected('1.9');
		sandbox.switchTo(SANDBOXES['1.11']);
		let runs = 0;
		const pair = { user_id_field_name: 'external_user', user_id_value: '1504' };
		await campus.run(async (view) => {
			runs += 1;
			await view.command('WSUser.DisableUser', pair);
			await view.command('WSUser.EnableUser', pair);
		});
		expect(runs).toBe(1);
		expect(operations()).toEqual(['WSUser.DisableUser', 'WSUser.EnableUser']);
		expect(await campus.run(async ({ capabilities }) => capabilities)).toBe(capabilitiesOf('1.11'));
	});

	it('has nothing changed by what is known to be wrong, not even where a plan goes on after a failure', async () => {
		const campus = await connected('1.9');
		sandbox.switchTo(SANDBOXES['1.11']);
		const kinds: unknown[] = [];
		await campus.run(async (view) => {
			kinds.push(view.capabilities);
			await lookUp(view);
			const call = view.command('WSUser.DisableUser', { user_id_field_name: 'external_user', user_id_value: '1504' });
			await call.catch(() => undefined);
		});
		expect(kinds).toEqual([capabilitiesOf('1.9'), capabilitiesOf('1.11')]);
		expect(operations()).toEqual(['WSGetUser', 'WS.test', 'WSGetUser', 'WSUser.DisableUser']);
	});

	it('is learnt again once, however many requests find out', async () => {
		const campus = await connected('1.9');
		sandbox.switchTo(SANDBOXES['1.11-php7']);
		await Promise.all(Array.from({ length: 20 }, () => campus.run(lookUp)));
		expect(operations().filter((name) => name === 'WS.test')).toHaveLength(1);
	});

	it('is told to the log when it is learnt, and when it is another one', async () => {
		sandbox.switchTo(SANDBOXES['1.9']);
		const told: KindEvent[] = [];
		const log: CampusLog = { call: () => undefined, kind: (event) => void told.push(event) };
		const campus = connectCampus(parseConfig({}), sandbox, upstream.transport, { log });
		expect(told).toEqual([]);
		await campus.run(lookUp);
		sandbox.switchTo(SANDBOXES['1.11-php7']);
		await Promise.all([1, 2, 3].map(() => campus.run(lookUp)));
		expect(told).toEqual([{ kind: '1.9' }, { kind: '1.11-php7', previous: '1.9' }]);
	});

	it('is asked again in the background after a while: that soap.php was cured shows in no reply', async () => {
		sandbox.switchTo(SANDBOXES['1.11-php7']);
		let kind: CampusKind = '1.11-php7';
		let time = 0;
		const campus = createCampus({
			clientFor: () => async () => null,
			detect: async () => presetCampus(kind),
			concurrency: 1,
			now: () => time,
		});
		const known = () => campus.run(async ({ capabilities }) => capabilities);
		expect(await known()).toBe(capabilitiesOf('1.11-php7'));
		kind = '1.11';
		time = 9 * 60_000;
		await known();
		expect(await known()).toBe(capabilitiesOf('1.11-php7'));
		time = 11 * 60_000;
		expect(await known()).toBe(capabilitiesOf('1.11-php7'));
		expect(await known()).toBe(capabilitiesOf('1.11'));
	});
});

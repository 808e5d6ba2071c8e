import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { createClient, type Send } from '../support/client.js';
import type { CampusKind } from '../support/kinds.js';
import { createSandboxControl, type SandboxControl } from '../support/sandbox.js';
import { testAccess } from './access.js';
import { testBatchCreate } from './batch-create.js';
import { testBatchEdit } from './batch-edit.js';
import { testBatchSwitch } from './batch-switch.js';
import { testBodies } from './bodies.js';
import { testCreateUser } from './create-user.js';
import { testCreateUserConflicts } from './create-user-conflicts.js';
import { testCredentials } from './credentials.js';
import { testIdempotency } from './idempotency.js';
import { testIdentifiers } from './identifiers.js';
import { testPutUser } from './put-user.js';
import { testPutUserRefusals } from './put-user-refusals.js';
import { testReadUser } from './read-user.js';
import { testSwitchUser } from './switch-user.js';
import { testUserFields } from './user-fields.js';

/** A running gateway with a sandbox behind it, on whatever runtime. */
export interface RunningGateway {
	url: string;
	/** Root of the sandbox, whose control endpoints the suite looks through. */
	sandboxUrl: string;
	/** Keys the gateway knows: with all scopes, with users:read alone, with users:write alone. */
	keys: { all: string; usersRead: string; usersWrite: string };
	close(): Promise<void>;
}

/** What the suites work with; usable once the gateway runs. */
export interface Bench {
	/** Sends with the key that may do everything. */
	send: Send;
	/** Sends with another key, or with none. */
	sendAs(key: keyof RunningGateway['keys'] | null): Send;
	keys: RunningGateway['keys'];
	url: string;
	control: SandboxControl;
	/** What stands behind the gateway; known before it runs, so that tests can be declared by it. */
	kind: CampusKind;
}

/**
 * What every gateway must do, whichever runtime it runs on. Needs the limits and time-outs that are the default.
 * @param kind of the campus behind it.
 * @param start starts the gateway with a fresh sandbox (demo data) of that kind behind it.
 */
export function testGateway(name: string, kind: CampusKind, start: () => Promise<RunningGateway>): void {
	describe(`the gateway on ${name}, Chamilo ${kind}`, () => {
		let running: RunningGateway | undefined;
		let control: SandboxControl | undefined;
		const started = <T>(value: T | undefined): T => {
			if (value === undefined) throw new Error('the gateway did not start');
			return value;
		};
		const sendAs = (key: keyof RunningGateway['keys'] | null): Send => {
			return (...request) => {
				const { url, keys } = started(running);
				if (key !== null) return createClient(url, keys[key])(...request);
				const [method, path, body, headers] = request;
				return createClient(url, '')(method, path, body, { 'X-API-Key': null, ...headers });
			};
		};
		const bench: Bench = {
			kind,
			send: sendAs('all'),
			sendAs,
			get keys() {
				return started(running).keys;
			},
			get url() {
				return started(running).url;
			},
			get control() {
				return started(control);
			},
		};

		beforeAll(async () => {
			running = await start();
			control = createSandboxControl(running.sandboxUrl);
			// The gateway learns once what kind of campus this is.
			await bench.send('GET', '/users/external_user/1504');
		});
		beforeEach(() => bench.control.reset());
		afterAll(() => running?.close());

		describe('access', () => testAccess(bench));
		describe('bodies', () => testBodies(bench));
		describe('identifiers', () => testIdentifiers(bench));
		describe('Idempotency-Key', () => testIdempotency(bench));
		describe('fields of a new user', () => testUserFields(bench));
		describe('POST /users', () => testCreateUser(bench));
		describe('POST /users, conflicts', () => testCreateUserConflicts(bench));
		describe('GET /users', () => testReadUser(bench));
		describe('PUT /users/:field/:value', () => testPutUser(bench));
		describe('PUT /users/:field/:value, refusals', () => testPutUserRefusals(bench));
		describe('enable, disable, delete', () => testSwitchUser(bench));
		describe('credentials', () => testCredentials(bench));
		describe('POST /users/batch/create', () => testBatchCreate(bench));
		describe('POST /users/batch/edit', () => testBatchEdit(bench));
		describe('POST /users/batch/enable, /disable, /delete', () => testBatchSwitch(bench));
	});
}

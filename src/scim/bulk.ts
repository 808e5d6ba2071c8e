/** Many operations in one request (RFC 7644 §3.7). */
import { GatewayError, toGatewayError } from '../errors.js';
import type { Campus } from '../operations/campus.js';
import { toInputError } from '../operations/input-error.js';
import { type Operation, type OperationResult, operation } from '../operations/operation.js';
import { takeWay } from '../operations/ways.js';
import { assertBulkId, type Ids, referencesIn, resolved } from './bulk-references.js';
import { type Answer, type BulkOperation, bulkAnswer, bulkBody } from './bulk-schemas.js';
import { BULK_LIMITS } from './discovery.js';
import { SCIM, scimError } from './errors.js';
import { groupOperations } from './groups/operations.js';
import { BASE, BULK_REQUEST, BULK_RESPONSE, CORE_USER } from './urns.js';
import { userOperations } from './users/operations.js';

const ROWS: readonly Operation[] = [...userOperations, ...groupOperations];

/** Does the operations of one request, each once. */
class Bulk {
	readonly answers: (Answer | undefined)[] = [];
	readonly errors: GatewayError[] = [];
	readonly items: NonNullable<OperationResult['items']>[number][] = [];
	/** What the new records of this request got for their bulkIds. */
	private readonly ids: Ids = new Map();

	constructor(
		private readonly campus: Campus,
		private readonly operations: readonly BulkOperation[],
		private readonly most: number,
	) {
		this.keepEarlier(campus.earlierAnswer);
	}

	/** In their order, but users to which an operation refers are created before it. */
	async run(): Promise<void> {
		for (const index of this.operations.keys()) {
			if (this.errors.length >= this.most) return;
			if (this.answers[index]) continue;
			if (this.isNewUser(index)) await Promise.all(this.newUsersFrom(index).map((each) => this.perform(each)));
			else await this.performWithReferred(index);
		}
	}

	/**
	 * New users that follow each other are sent at once: what waits for the campus is put together in plural calls. Where
	 * failures are counted, each has to wait for the one before.
	 */
	private newUsersFrom(index: number): number[] {
		if (this.most < Number.POSITIVE_INFINITY) return [index];
		const all = [...this.operations.keys()].slice(index);
		const end = all.find((each) => !this.isNewUser(each)) ?? this.operations.length;
		return all.filter((each) => each < end && !this.answers[each]);
	}

	private isNewUser(index: number): boolean {
		const { method = '', path = '' } = this.operations[index] ?? {};
		return method.toUpperCase() === 'POST' && path === '/Users';
	}

	private async performWithReferred(index: number): Promise<void> {
		for (const name of referencesIn(this.operations[index])) {
			const referred = this.operations.findIndex(({ bulkId }) => bulkId === name);
			if (referred >= 0 && !this.answers[referred] && this.isNewUser(referred)) await this.perform(referred);
		}
		if (this.errors.length < this.most) await this.perform(index);
	}

	private async perform(index: number): Promise<void> {
		const operation = this.operations[index] as BulkOperation;
		const { method, path, bulkId } = operation;
		const named = { method, ...(bulkId === undefined ? {} : { bulkId }) };
		try {
			const { status, location, headers } = await this.send(operation, index);
			const version = headers?.ETag;
			const place = location ?? this.locationOf(path);
			this.answers[index] = { ...named, ...(version ? { version } : {}), location: place, status: String(status) };
			this.noteId(bulkId, location);
			this.items[index] = { target: { path: place }, status };
		} catch (thrown) {
			const error = toGatewayError(thrown);
			const { status, body } = SCIM.toError(error);
			const place = method.toUpperCase() === 'POST' ? {} : { location: this.locationOf(path) };
			this.answers[index] = { ...named, ...place, status: String(status), response: body as Record<string, unknown> };
			this.errors.push(error);
			this.items[index] = { target: { path }, status, code: error.code };
		}
	}

	private noteId(bulkId: string | undefined, location: string | undefined): void {
		if (bulkId !== undefined && location !== undefined) this.ids.set(bulkId, location.split('/').at(-1) ?? '');
	}

	private locationOf(path: string): string {
		const known = path.replace(/bulkId:([^/]+)/, (whole, name) => this.ids.get(name) ?? whole);
		return BASE + known;
	}

	private send(asked: BulkOperation, index: number): Promise<OperationResult> {
		const { row, id } = rowOf(resolved(asked.path, this.ids) as string, asked.method);
		if (row.method === 'post') assertBulkId(asked.bulkId, this.operations.slice(0, index));
		const isGroup = row.path.includes('/Groups');
		const body = row.body?.safeParse(isGroup ? resolved(asked.data, this.ids) : asked.data);
		if (body && !body.success) throw toInputError(body.error.issues, '/data');
		const input = {
			params: row.params?.parse({ id }) ?? {},
			query: row.query?.parse({}) ?? {},
			body: body?.data,
			headers: { 'if-match': asked.version },
		};
		return takeWay<[never], OperationResult>(row, this.campus, [input as never]);
	}

	/** What an earlier attempt with the same Idempotency-Key has settled stands. */
	private keepEarlier(text: string | undefined): void {
		const { data } = bulkAnswer.safeParse(text === undefined ? undefined : JSON.parse(text));
		if (data?.Operations.length !== this.operations.length) return;
		for (const [index, answer] of data.Operations.entries()) {
			const status = Number(answer.status);
			if (status >= 500 && status !== 501) continue;
			this.answers[index] = answer;
			this.items[index] = { target: { path: this.operations[index]?.path ?? '' }, status };
			this.noteId(answer.bulkId, answer.location);
		}
	}
}

/** The operation of a path, and the id in it. @throws invalidPath, method-not-allowed */
function rowOf(path: string, method: string): { row: Operation; id: string | undefined } {
	const [, type, id] = /^\/(Users|Groups)(?:\/([^/?#]+))?$/.exec(path) ?? [];
	if (type === undefined) {
		throw scimError('invalidPath', 'A path is /Users, /Users/ID or /Groups/ID, without a query.');
	}
	const wanted = `${BASE}/${type}${id === undefined ? '' : '/{id}'}`;
	const row = ROWS.find((each) => each.path === wanted && each.method === method.toLowerCase());
	if (row && row.method !== 'get') return { row, id };
	throw new GatewayError(
		'method-not-allowed',
		`${BASE}/${type}${id === undefined ? '' : '/ID'} has no such method here.`,
	);
}

export const bulkOperations = [
	operation({
		tag: 'SCIM',
		dialect: SCIM,
		scope: 'scim:write',
		id: 'postScimBulk',
		method: 'post',
		path: `${BASE}/Bulk`,
		summary: 'SCIM: many operations in one request',
		description: `Up to ${BULK_LIMITS.maxOperations} operations on users and on members of groups, done in their order; users that are created one after the other are created in plural calls. \`bulkId:NAME\` in a path, or as a member of a group, is the user that the operation with this \`bulkId\` creates. Each operation has the status that its own request would have.`,
		body: bulkBody,
		bodyExamples: {
			two: {
				summary: 'A user who comes, and one who leaves',
				value: {
					schemas: [BULK_REQUEST],
					Operations: [
						{
							method: 'POST',
							path: '/Users',
							bulkId: 'dorothy',
							data: {
								schemas: [CORE_USER],
								userName: 'dorothy.vaughan',
								name: { givenName: 'Dorothy', familyName: 'Vaughan' },
							},
						},
						{ method: 'DELETE', path: '/Users/999' },
					],
				},
			},
		},
		bodyLimit: BULK_LIMITS.maxPayloadSize,
		invalidates: ['users', 'memberships'],
		success: { 200: { description: 'What became of each operation.', schema: bulkAnswer } },
		problems: ['payload-too-large'],
		ways: [
			{
				calls: ROWS.filter(({ method }) => method !== 'get'),
				async run(campus, { body }) {
					const { Operations, failOnErrors = Number.POSITIVE_INFINITY } = body;
					if (Operations.length > BULK_LIMITS.maxOperations) {
						throw new GatewayError(
							'payload-too-large',
							`A request has at most ${BULK_LIMITS.maxOperations} operations; these are ${Operations.length}.`,
						);
					}
					const bulk = new Bulk(campus, Operations, failOnErrors);
					await bulk.run();
					return {
						status: 200,
						body: { schemas: [BULK_RESPONSE], Operations: bulk.answers.filter((answer) => answer !== undefined) },
						errors: bulk.errors,
						items: bulk.items.filter((item) => item !== undefined),
					};
				},
			},
		],
	}),
];

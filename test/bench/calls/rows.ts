import type { Send } from '../../support/client.js';
import { ADA, ADA_EDIT } from '../../support/users.js';

/** Something that callers do. */
export interface Row {
	title: string;
	/** Done before, and not counted. */
	before?: (send: Send) => Promise<void>;
	work: (send: Send) => Promise<void>;
	/** Done by a campus that takes its time, so that requests wait for each other. */
	isSlow?: true;
	/** How requests meet decides over the count: another run has up to twice as many. */
	varies?: true;
}

/** A field that the campus knows. */
const FIELD = 'external_user';
/** What `chamilo-gateway import` sends: batches of so many, so many at once. */
const IMPORT = { size: 200, atOnce: 4 };

const name = (index: number) => ({ field: FIELD, value: `calls-${index}` });
const newUser = (index: number, more: object = {}) => ({
	...ADA,
	...name(index),
	loginname: `calls${index}`,
	email: `calls${index}@example.org`,
	...more,
});
const edited = (index: number) => ({ ...ADA_EDIT, loginname: `calls${index}`, email: `calls${index}@example.org` });
const list = <T>(amount: number, make: (index: number) => T) =>
	Array.from({ length: amount }, (_, index) => make(index));

async function expectStatus(answer: Promise<{ status: number; text: string }>, status: number): Promise<void> {
	const { status: actual, text } = await answer;
	if (actual !== status) throw new Error(`${actual} instead of ${status}: ${text.slice(0, 1_000)}`);
}

const batch = (send: Send, action: string, users: readonly object[]) =>
	expectStatus(send('POST', `/users/batch/${action}`, { users }), 200);

const existing = (amount: number) => (send: Send) => batch(send, 'create', list(amount, newUser));

async function importUsers(send: Send, users: readonly object[]): Promise<void> {
	const batches = list(Math.ceil(users.length / IMPORT.size), (index) =>
		users.slice(index * IMPORT.size, (index + 1) * IMPORT.size),
	);
	const work = async () => {
		for (let next = batches.shift(); next; next = batches.shift()) await batch(send, 'create', next);
	};
	await Promise.all(list(IMPORT.atOnce, work));
}

const put = (send: Send, body: object) => {
	const { field, value } = name(0);
	return expectStatus(send('PUT', `/users/${field}/${value}`, body), 200);
};

export const ROWS: readonly Row[] = [
	{
		title: '`POST /users`',
		before: (send) => batch(send, 'create', [newUser(1)]),
		work: (send) => expectStatus(send('POST', '/users', newUser(0)), 201),
	},
	{ title: 'batch create of 200', work: (send) => batch(send, 'create', list(200, newUser)) },
	{
		title: '200 `POST /users` at once',
		varies: true,
		isSlow: true,
		work: async (send) => {
			await Promise.all(list(200, (index) => expectStatus(send('POST', '/users', newUser(index)), 201)));
		},
	},
	{
		title: 'import of 2,000, the field of their external ids is new',
		work: (send) =>
			importUsers(
				send,
				list(2_000, (index) => newUser(index, { field: 'staff_number' })),
			),
	},
	{
		title: 'import of 1,000 with an extra that is new, ten values',
		work: (send) =>
			importUsers(
				send,
				list(1_000, (index) => newUser(index, { extras: { department: `department ${index % 10}` } })),
			),
	},
	{
		title: 'batch delete of 200',
		before: existing(200),
		work: (send) => batch(send, 'delete', list(200, name)),
	},
	{ title: '`PUT` of a user who is there', before: existing(1), work: (send) => put(send, edited(0)) },
	{
		title: 'the same, never to expire',
		before: existing(1),
		work: (send) => put(send, { ...edited(0), expiration_date: null }),
	},
	{
		title: 'batch edit of 100 users who are there',
		before: existing(100),
		work: (send) =>
			batch(
				send,
				'edit',
				list(100, (index) => ({ ...name(index), ...edited(index) })),
			),
	},
	{
		title: 'batch disable of 100',
		before: existing(100),
		work: (send) => batch(send, 'disable', list(100, name)),
	},
	{
		title: 'batch enable of 100',
		before: async (send) => {
			await existing(100)(send);
			await batch(send, 'disable', list(100, name));
		},
		work: (send) => batch(send, 'enable', list(100, name)),
	},
];

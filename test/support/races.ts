import { expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { type Answer, createClient, type Send } from './client.js';
import { createSandboxControl } from './sandbox.js';
import { KEYS } from './stack.js';
import { ADA, ADA_EDIT, sha1 } from './users.js';

/** For a connection of its own, which goes to the next worker. */
const CLOSING = { Connection: 'close' };

/** Sends two requests at the same moment, each to the next instance or worker. */
export type Racer = (requests: [method: string, path: string, body?: unknown][]) => Promise<Answer[]>;

/** @param urls of the instances; one URL for workers that share it */
export function createRacer(urls: readonly string[]): Racer {
	const clients: Send[] = urls.map((url) => createClient(url, KEYS.all));
	return (requests) =>
		Promise.all(
			requests.map(([method, path, body], index) => {
				const send = clients[index % clients.length] as Send;
				return send(method, path, body, CLOSING);
			}),
		);
}

/** What a race was about, and what must hold after it. Each round is about records of its own. */
export type Race = (race: Racer, sandbox: Sandbox, round: string) => Promise<void>;

const statuses = (answers: Answer[]) => answers.map(({ status }) => status).sort();

/** One external id, two usernames: whoever gets 201 is there as sent, and nothing is there of the other. */
export const createOneUser: Race = async (race, sandbox, round) => {
	const bodies = ['a', 'b'].map((name) => ({ ...ADA, loginname: `${name}${round}`, value: round, active: false }));
	const answers = await race(bodies.map((body) => ['POST', '/users', body]));
	expect(statuses(answers)).toEqual([201, 409]);
	const winner = answers.findIndex(({ status }) => status === 201);
	const made = (await createSandboxControl(sandbox.url).state()).users.filter(({ username, extras }) =>
		bodies.some(({ loginname }) => loginname === username || extras.external_user === round),
	);
	expect(made).toMatchObject([
		{ username: bodies[winner]?.loginname, active: false, extras: { external_user: round } },
	]);
	expect(answers[winner]?.json).toMatchObject({ id: made[0]?.id });
};

/**
 * Two PUTs of one user, by its external id and by its number, each in several calls: what is stored is all of one or all of
 * the other.
 */
export const replaceOneUser: Race = async (race, sandbox, round) => {
	const [made] = await race([['POST', '/users', { ...ADA, loginname: `ada${round}`, value: round }]]);
	const { id } = (made as Answer).json as { id: number };
	// So that it has an external id of the gateway, without which some campuses do not change a user by its number.
	await race([['PUT', `/users/username/ada${round}`, { ...ADA_EDIT, loginname: `ada${round}` }]]);
	const edits = ['One', 'Two'].map((name) => ({
		...ADA_EDIT,
		firstname: name,
		loginname: `ada${round}-${name}`,
		password: `secret ${name}`,
		extras: { room: `${name} ${round}` },
	}));
	const paths = [`/users/external_user/${round}`, `/users/chamilo_user_id/${id}`];
	const answers = await race(edits.map((edit, index) => ['PUT', paths[index] ?? '', edit]));
	expect(statuses(answers)).toEqual([200, 200]);
	const user = await createSandboxControl(sandbox.url).userById(id);
	const stored = edits.map(({ firstname, password, extras }) => ({ firstname, password, room: extras.room }));
	const passwords = stored.map(({ password }) => [sha1(password), `bcrypt:${password}`]);
	const found = [
		stored.findIndex(({ firstname }) => firstname === user?.firstname),
		stored.findIndex(({ room }) => room === user?.extras.room),
		passwords.findIndex((forms) => forms.includes(user?.passwordSha1 ?? user?.password ?? '')),
	];
	expect(found).toEqual(found.map(() => found[0]));
};

/** One external id, two codes. */
export const createOneCourse: Race = async (race, sandbox, round) => {
	const bodies = ['A', 'B'].map((name) => ({
		title: `Course ${name}${round}`,
		code: `${name}${round}`.toUpperCase(),
		language: 'english',
		teacher: { field: 'external_user', value: '1501' },
		field: 'external_course',
		value: round,
	}));
	const answers = await race(bodies.map((body) => ['POST', '/courses', body]));
	expect(statuses(answers)).toEqual([201, 409]);
	const winner = answers.findIndex(({ status }) => status === 201);
	const codes = bodies.map(({ code }) => code);
	const made = (await createSandboxControl(sandbox.url).state()).courses.filter(({ code }) => codes.includes(code));
	expect(made.map(({ code }) => code)).toEqual([codes[winner]]);
};

/** One external id, two names. */
export const createOneSession: Race = async (race, sandbox, round) => {
	const bodies = ['A', 'B'].map((name) => ({
		name: `Session ${name}${round}`,
		start_date: '2031-01-01',
		end_date: '2031-02-01',
		coach: { field: 'external_user', value: '1501' },
		field: 'external_session',
		value: round,
	}));
	const answers = await race(bodies.map((body) => ['POST', '/sessions', body]));
	expect(statuses(answers)).toEqual([201, 409]);
	const winner = answers.findIndex(({ status }) => status === 201);
	const names = bodies.map(({ name }) => name);
	const made = (await createSandboxControl(sandbox.url).state()).sessions.filter(({ name }) => names.includes(name));
	expect(made.map(({ name }) => name)).toEqual([names[winner]]);
};

/** Four sessions whose external ids are of a field that is not there yet: it is made once, and no value is lost. */
export const makeOneField: Race = async (race, sandbox, round) => {
	const bodies = [1, 2, 3, 4].map((number) => ({
		name: `Session ${number}${round}`,
		start_date: '2031-01-01',
		end_date: '2031-02-01',
		coach: { field: 'external_user', value: '1501' },
		field: `field_${round}`,
		value: `${number}`,
	}));
	const answers = await race(bodies.map((body) => ['POST', '/sessions', body]));
	expect(statuses(answers)).toEqual([201, 201, 201, 201]);
	const { sessionFields } = sandbox.campus;
	expect(sessionFields.list().filter(({ variable }) => variable === `field_${round}`)).toHaveLength(1);
	for (const { field, value } of bodies) expect(sessionFields.ownerOf(field, value)).toBeDefined();
};

/** One person is enrolled twice: there is one user, and both answers have its number. */
export const enrolOneUser: Race = async (race, sandbox, round) => {
	const user = { ...ADA, loginname: `ada${round}`, value: round };
	const enrolment = (course: string) => ({ user, courses: [{ field: 'code', value: course }], sessions: [] });
	const bodies = ['ALGEBRA', '2024OFFICE'].map(enrolment);
	const answers = await race(bodies.map((body) => ['PUT', '/enrolments', body]));
	expect(statuses(answers)).toEqual([200, 201]);
	const { users, courses } = await createSandboxControl(sandbox.url).state();
	const made = users.filter(({ username, extras }) => username === user.loginname || extras.external_user === round);
	expect(made).toMatchObject([{ username: user.loginname, extras: { external_user: round } }]);
	const [{ id } = { id: 0 }] = made;
	for (const { json } of answers) expect(json).toMatchObject({ user: { id } });
	const codes = courses.filter(({ members }) => members.some(({ userId }) => userId === id)).map(({ code }) => code);
	expect(codes.sort()).toEqual(['2024OFFICE', 'ALGEBRA']);
};

/** Makes a record; then it is deleted by its external id while another one with the same names is made. */
async function deleteWhileCreating(race: Racer, path: string, body: { field: string; value: string }) {
	const [made] = await race([['POST', path, body]]);
	const answers = await race([
		['DELETE', `${path}/${body.field}/${body.value}`],
		['POST', path, body],
	]);
	const [deleted, created] = answers.map(({ status }) => status);
	return { first: idOf(made), second: idOf(answers[1]), deleted, created };
}

/** A user is deleted while another one takes over its names: either comes first. */
export const deleteOneUser: Race = async (race, sandbox, round) => {
	const body = { ...ADA, loginname: `ada${round}`, value: round };
	const { first, second, deleted, created } = await deleteWhileCreating(race, '/users', body);
	expect(deleted).toBe(204);
	const { users } = await createSandboxControl(sandbox.url).state();
	const left = users.filter(({ username }) => username === body.loginname);
	expect(left.map(({ id }) => id)).not.toContain(first);
	if (created !== 201) return expect([created, left]).toEqual([409, []]);
	expect(left).toMatchObject([{ id: second, extras: { external_user: round } }]);
};

/** A session of a round. The second one differs in name and days. */
function session(round: string, number: 1 | 2 = 1) {
	const [start_date, end_date] = number === 1 ? ['2031-01-01', '2031-02-01'] : ['2031-03-01', '2031-04-01'];
	const coach = { field: 'external_user', value: '1501' };
	return { name: `Session ${number}${round}`, start_date, end_date, coach };
}

/** Two PUTs of one session: what is stored is all of one or all of the other. */
export const replaceOneSession: Race = async (race, sandbox, round) => {
	const names = { field: 'external_session', value: round };
	const [made] = await race([['POST', '/sessions', { ...session(round), ...names }]]);
	const id = idOf(made);
	const rest = { visibility: 'read-only', nb_days_access_before: 0, nb_days_access_after: 0 };
	const edits = ([1, 2] as const).map((number) => ({ ...session(round, number), ...rest }));
	const paths = [`/sessions/external_session/${round}`, `/sessions/chamilo_session_id/${id}`];
	const answers = await race(edits.map((edit, index) => ['PUT', paths[index] ?? '', edit]));
	for (const { status } of answers) expect([200, 204]).toContain(status);
	const { sessions } = await createSandboxControl(sandbox.url).state();
	const stored = sessions.find((one) => one.id === id) as { name: string; dateStart: string } | undefined;
	const days = edits.find(({ name }) => name === stored?.name)?.start_date;
	expect(stored?.dateStart.slice(0, 10)).toBe(days);
};

/** A session is deleted while another one takes over its names: either comes first. */
export const deleteOneSession: Race = async (race, sandbox, round) => {
	const body = { ...session(round), field: 'external_session', value: round };
	const { first, second, deleted, created } = await deleteWhileCreating(race, '/sessions', body);
	expect(deleted).toBe(204);
	const { sessions } = await createSandboxControl(sandbox.url).state();
	const left = sessions.filter(({ name }) => name === body.name).map(({ id }) => id);
	expect(left).not.toContain(first);
	expect([created, left]).toEqual(created === 201 ? [201, [second]] : [409, []]);
};

/** The same of a course. Some kinds of campus delete no courses: there the create is refused. */
export const deleteOneCourse: Race = async (race, sandbox, round) => {
	const teacher = { field: 'external_user', value: '1501' };
	const body = { title: `Course ${round}`, code: round.toUpperCase(), teacher, field: 'external_course', value: round };
	const { first, second, deleted, created } = await deleteWhileCreating(race, '/courses', body);
	const { courses } = await createSandboxControl(sandbox.url).state();
	const left = courses.filter(({ code }) => code === body.code).map(({ id }) => id);
	if (deleted === 422) return expect([created, left]).toEqual([409, [first]]);
	expect(deleted).toBe(204);
	expect(left).not.toContain(first);
	expect([created, left]).toEqual(created === 201 ? [201, [second]] : [409, []]);
};

function idOf(answer: Answer | undefined): number | undefined {
	return (answer?.json as { id?: number } | undefined)?.id;
}

export const RACES = {
	'creates of one user': createOneUser,
	'replacements of one user': replaceOneUser,
	'creates of one course': createOneCourse,
	'creates of one session': createOneSession,
	'creates that make one extra field': makeOneField,
	'enrolments of one user': enrolOneUser,
	'a delete and a create of one user': deleteOneUser,
	'replacements of one session': replaceOneSession,
	'a delete and a create of one session': deleteOneSession,
	'a delete and a create of one course': deleteOneCourse,
};

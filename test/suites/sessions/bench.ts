import { beforeEach, expect } from 'vitest';
import { problemsOf } from '../../../src/http/openapi.js';
import { GATEWAY_FIELD } from '../../../src/operations/fields/reference.js';
import { reports } from '../../../src/operations/reports/index.js';
import { sessions } from '../../../src/operations/sessions/index.js';
import { allCallsOf } from '../../../src/operations/support.js';
import type { Session } from '../../../src/sandbox/campus/sessions.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import type { Send } from '../../support/client.js';
import type { CampusKind } from '../../support/kinds.js';
import type { Bench, Suite } from '../run.js';

const ROWS = [...sessions, ...reports];

/** A session in the sandbox's state, told alike for every kind: days, `0000-00-00` for none, no mark of the gateway's. */
export interface StateSession {
	id: number;
	name: string;
	dateStart: string;
	dateEnd: string;
	daysBefore: number;
	daysAfter: number;
	visibility: number;
	coachId: number;
	extras: Record<string, string>;
	courses: { courseCode: string }[];
	users: number[];
	courseUsers: { courseCode: string; userId: number }[];
}

/** A gateway on a real port with the demo campus behind it, and a look into both. */
export interface SessionBench {
	kind: CampusKind;
	send: Send;
	sandbox: Sandbox;
	sessions(): Promise<StateSession[]>;
	/** A session that must exist. */
	session(id: number): Promise<StateSession>;
	/** The same as the sandbox keeps it. */
	stored(id: number): Session;
	/** Gives the next call of an operation this content of the SOAP body in place of the sandbox's. */
	answerInstead(operation: string, status: 200 | 500, content: string): void;
	/** SOAP operations since the last reset, in order. */
	calls(): string[];
}

/** Sessions, users and courses of the demo campus. */
export const DEMO = {
	/** Listed; coach 3, courses FRANCAISA1 and ALGEBRA, users 5, 6, 7. */
	autumn: { id: 1, name: 'Otoño 2030', external: '301', users: [5, 6, 7], courses: ['FRANCAISA1', 'ALGEBRA'] },
	/** Listed, without dates; coach 4, course 2024OFFICE, user 5. */
	summer: { id: 2, name: 'Summer school', external: '302', users: [5], courses: ['2024OFFICE'] },
	/** Not in the autumn session. */
	outsider: { id: 9, external: '1507', username: 'myamada' },
	inactive: { id: 11, external: '1509' },
	coaches: { maria: 3, jerome: 4 },
	nextSession: 3,
} as const;

/** A suite whose tests look into the sessions of the campus. */
export function sessionSuite(title: string, kinds: Suite['kinds'], declare: (bench: SessionBench) => void): Suite {
	return {
		title,
		kinds,
		settings: (kind) => ({ CHAMILO_KIND: kind }),
		declare: (bench) => declare(sessionBench(bench)),
	};
}

function sessionBench(bench: Bench): SessionBench {
	const { kind } = bench;
	beforeEach(() => {
		if (kind !== '1.9') nameByGateway(bench.sandbox);
	});

	/** Sends, and sees to it that the row declares the status, the problem and the calls that came of it. */
	const sendChecked: Send = async (...request) => {
		const [method, path] = request;
		const earlier = bench.sandbox.journal.length;
		const answer = await bench.send(...request);
		const row = ROWS.find((candidate) => candidate.method === method.toLowerCase() && matches(candidate.path, path));
		if (!row) throw new Error(`there is no row for ${method} ${path}`);
		const made = bench.sandbox.journal.slice(earlier);
		const declared = allCallsOf(row.ways);
		for (const { operation } of made) expect(declared).toContain(operation);
		const { code } = (answer.json ?? {}) as { code?: string };
		if (answer.status < 400) expect(Object.keys(row.success)).toContain(String(answer.status));
		else expect(problemsOf(row)).toContain(code);
		const schema = answer.status < 400 ? row.success[answer.status]?.schema : undefined;
		if (schema) expect(schema.safeParse(answer.json)).toMatchObject({ success: true });
		return answer;
	};

	async function list(): Promise<StateSession[]> {
		const response = await fetch(`${bench.sandbox.url}/sandbox/state`);
		return ((await response.json()) as { sessions: (StateSession & Session)[] }).sessions.map(alike);
	}
	return {
		kind,
		send: sendChecked,
		get sandbox() {
			return bench.sandbox;
		},
		sessions: list,
		async session(id) {
			const found = (await list()).find((session) => session.id === id);
			if (!found) throw new Error(`there is no session ${id}`);
			return found;
		},
		stored(id) {
			const found = bench.sandbox.campus.sessions.byId(id);
			if (!found) throw new Error(`there is no session ${id}`);
			return found;
		},
		answerInstead(operation, status, content) {
			const xml = `<?xml version="1.0"?><E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>${content}</E:Body></E:Envelope>`;
			bench.proxy.substitutes.push({ operation, status, xml });
		},
		calls: () => bench.sandbox.journal.map(({ operation }) => operation),
	};
}

/** What the gateway would have left, had it made the sessions and courses and been told the usernames. */
function nameByGateway({ campus }: Sandbox): void {
	for (const { id } of campus.sessions.list()) {
		campus.sessionFields.ensure(GATEWAY_FIELD);
		campus.sessionFields.write(id, GATEWAY_FIELD, `session-${id}`);
	}
	campus.courseFields.ensure(GATEWAY_FIELD);
	for (const { id, code } of campus.courses.list()) campus.courseFields.write(code, GATEWAY_FIELD, `course-${id}`);
}

/** Makes the demo sessions and courses such as the gateway has not made. */
export function forgetGatewayNames({ campus }: Sandbox): void {
	for (const { id } of campus.sessions.list()) campus.sessionFields.write(id, GATEWAY_FIELD, '');
	for (const { code } of campus.courses.list()) campus.courseFields.write(code, GATEWAY_FIELD, '');
}

const DAY = 86_400_000;

function alike(session: StateSession & Session): StateSession {
	const { coachStart, coachEnd, duration, description, showDescription, adminId, ...same } = session;
	const { [GATEWAY_FIELD]: _, ...extras } = session.extras;
	const days = (from: string | undefined, to: string | undefined) =>
		from && to ? Math.round((Date.parse(to) - Date.parse(from)) / DAY) : undefined;
	return {
		...same,
		extras,
		dateStart: session.dateStart.slice(0, 10) || '0000-00-00',
		dateEnd: session.dateEnd.slice(0, 10) || '0000-00-00',
		daysBefore: days(coachStart, session.dateStart) ?? session.daysBefore,
		daysAfter: days(session.dateEnd, coachEnd) ?? session.daysAfter,
	};
}

function matches(pattern: string, path: string): boolean {
	const [withoutQuery = ''] = path.split('?');
	return new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(withoutQuery);
}

import type { Campus } from '../../src/sandbox/campus/campus.js';
import type { ExtraFields } from '../../src/sandbox/campus/extra-fields.js';
import { readUtf8 } from '../../src/sandbox/php/bytes.js';
import type { Row } from './read-recordings.js';
import { note, type RowCheck } from './row-check.js';
import { recent } from './rows-1.11.js';

export type Cells = Record<string, string | number | null | undefined>;

/** The tables of a campus under the names of the recorded ones. A row is a JSON text, to be compared as a whole. */
export type Tables = Map<string, string[]>;

/** Reads the tables whose changes were recorded for 1.11.32. */
export function tablesOf(campus: Campus): Tables {
	const { users, courses, sessions, userFields, courseFields, sessionFields } = campus;
	const number = (code: string) => courses.byCode(code)?.id;
	const cells: Record<string, Cells[]> = {
		u: users.list().map((user) => ({
			id: user.id,
			un: user.username,
			fn: user.firstname,
			ln: user.lastname,
			st: user.status,
			ac: Number(user.active),
			em: user.email,
			lang: user.language,
			ph: user.phone,
			oc: user.officialCode,
			exp: recent(user.expirationDate),
		})),
		x1: extras(userFields, users.list(), ({ id }) => id),
		x2: extras(courseFields, courses.list(), ({ code }) => code),
		x3: extras(sessionFields, sessions.list(), ({ id }) => id),
		c: courses.list().map((course) => ({
			id: course.id,
			code: course.code,
			dir: course.directory,
			title: course.title,
			cat: course.categoryCode,
			tutor: course.tutorName,
			vc: course.visualCode,
			lang: course.language,
			vis: course.visibility,
			sub: course.subscribe,
			unsub: course.unsubscribe,
			dn: course.departmentName,
			du: course.departmentUrl,
			q: course.diskQuota,
		})),
		cu: courses.members.map((row) => ({ c_id: number(row.courseCode), user_id: row.userId, status: row.status })),
		d: courses.descriptions.map((row) => ({
			iid: row.id,
			c_id: row.courseId,
			title: row.title,
			content: row.content,
			t: row.type,
		})),
		s: sessions.list().map((session) => ({
			id: session.id,
			name: session.name,
			id_coach: session.coachId,
			adm: session.adminId,
			vis: session.visibility,
			s: session.dateStart,
			e: session.dateEnd,
			cs: session.coachStart,
			ce: session.coachEnd,
			dur: session.duration,
			nc: session.nbrCourses,
			nu: session.nbrUsers,
		})),
		su: sessions.users.map((row) => ({ s: row.sessionId, u: row.userId })),
		sc: sessions.courses.map((row) => ({ s: row.sessionId, c: number(row.courseCode), nu: row.nbrUsers })),
		scu: sessions.courseUsers.map((row) => ({
			s: row.sessionId,
			c: number(row.courseCode),
			u: row.userId,
			st: row.status ?? 0,
		})),
	};
	return rowsOf(cells);
}

/** Rows as texts, under the names of their tables. */
export function rowsOf(cells: Record<string, Cells[]>): Tables {
	return new Map(Object.entries(cells).map(([name, rows]) => [name, rows.map((row) => textOf(decoded(row)))]));
}

/** Compares what a call changed with what was recorded: rows that went (`-u`) and rows that came (`+u`). */
export function checkChanges(before: Tables, after: Tables, recorded: [name: string, rows: Row[]][]): RowCheck {
	const check: RowCheck = { checked: 0, differences: [] };
	for (const [name, rows] of after) {
		const recordedRows = (sign: string) =>
			recorded.filter(([list]) => list === sign + name).flatMap(([, list]) => list.map((row) => textOf(row)));
		const [went, came] = [recordedRows('-'), recordedRows('+')];
		const old = before.get(name) ?? [];
		note(check, `rows of ${name} that went`, less(went, came).join(), less(old, rows).join());
		note(check, `rows of ${name} that came`, less(came, went).join(), less(rows, old).join());
		check.checked += [...went, ...came].reduce((sum, row) => sum + Object.keys(JSON.parse(row)).length, 0);
	}
	return check;
}

/** The values of all records, and the fields that have none, as the recorded query joined them. */
function extras<Record, Owner extends number | string>(
	fields: ExtraFields<Owner>,
	records: readonly (Record & { id: number })[],
	ownerOf: (record: Record) => Owner,
): Cells[] {
	return [...new Set(fields.list().map(({ variable }) => variable))].flatMap((variable): Cells[] => {
		const rows = records.flatMap((record) => {
			const value = fields.valueOf(ownerOf(record), variable);
			return value === undefined ? [] : [{ f: variable, item: record.id, val: value }];
		});
		return rows.length > 0 ? rows : [{ f: variable, item: null, val: null }];
	});
}

function decoded(row: Cells): Row {
	return Object.fromEntries(
		Object.entries(row).map(([column, value]) => [
			column,
			value === null || value === undefined ? null : readUtf8(String(value)),
		]),
	);
}

/** NULL and an empty text are the same here: the sandbox does not keep them apart. */
function textOf(row: Row): string {
	return JSON.stringify(Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value ?? ''])));
}

/** The rows of one list that the other does not have, in a fixed order; one that was there is not new the second time. */
function less(rows: string[], others: string[]): string[] {
	const known = new Set(others);
	return rows.filter((row) => !known.has(row)).sort();
}

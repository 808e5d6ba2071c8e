import type { Campus } from '../../src/sandbox/campus/campus.js';
import { type Cells, rowsOf, type Tables, tablesOf } from './row-changes.js';

/** The tables whose changes were recorded with the calls of v2.php. */
export function jsonApiTablesOf(campus: Campus): Tables {
	const { users, sessions, classes, administrators, restKeys } = campus;
	const cells: Record<string, Cells[]> = {
		s: sessions.list().map((session) => ({
			id: session.id,
			name: session.name,
			id_coach: session.coachId,
			adm: session.adminId,
			vis: session.visibility,
			s: session.dateStart,
			e: session.dateEnd,
			ds: session.displayStart,
			de: session.displayEnd,
			cs: session.coachStart,
			ce: session.coachEnd,
			dur: session.duration,
			nc: session.nbrCourses,
			nu: session.nbrUsers,
			description: session.description,
			show: session.showDescription,
		})),
		g: classes.list().map(({ id, name, description, type, visibility }) => ({
			...{ id, name, description, type },
			vis: visibility,
		})),
		gu: classes.users.map((row) => ({ g: row.groupId, u: row.userId })),
		gc: classes.courses.map((row) => ({ g: row.groupId, c: row.courseId })),
		gs: classes.sessions.map((row) => ({ g: row.groupId, s: row.sessionId })),
		a: [...administrators].map((u) => ({ u })),
		k: [...restKeys.keys()].map((u) => ({ u })),
	};
	const [own, shared] = [rowsOf(cells), tablesOf(campus)];
	own.set(
		'u',
		added(
			shared.get('u'),
			users.list().map(({ authSource }) => ({ auth: authSource })),
		),
	);
	own.set('c', without(shared.get('c'), ['dn', 'du']));
	for (const name of ['x1', 'x2', 'x3', 'cu', 'd', 'su', 'sc', 'scu']) own.set(name, shared.get(name) ?? []);
	return own;
}

function added(rows: string[] | undefined, columns: object[]): string[] {
	return (rows ?? []).map((row, index) => JSON.stringify({ ...JSON.parse(row), ...columns[index] }));
}

function without(rows: string[] | undefined, columns: string[]): string[] {
	return (rows ?? []).map((row) =>
		JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(row)).filter(([column]) => !columns.includes(column)))),
	);
}

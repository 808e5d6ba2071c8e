import type { Client } from 'soap';

/** A callback as both `soap` and `strong-soap` have it. */
type Method = (args: object, callback: (failure: unknown, result: Record<string, unknown>) => void) => void;

/** Parameters in the order of the contract: `soap` sends them in the order of the members. */
export function createArguments(user: Record<string, string>) {
	const { firstname, lastname, loginname, password, field, value } = user;
	return {
		secret_key: 'b5db2f4cd2dcd2a8cd4a6bdf7f8d4f3a1c0e6ab1',
		firstname,
		lastname,
		status: 5,
		loginname,
		password,
		encrypt_method: '',
		user_id_field_name: field,
		user_id_value: value,
		visibility: 1,
		email: '',
		language: '',
		phone: '',
		expiration_date: '',
		extras: '',
	};
}

/** The two calls of the benchmark, by a client of `soap`. */
export function callsOf(client: Client) {
	const call = (name: string, args: object) =>
		new Promise<Record<string, unknown>>((resolve, reject) => {
			const method = client[name] as Method;
			method(args, (failure, result) => (failure ? reject(failure) : resolve(result)));
		});
	return {
		createUser: async (user: Record<string, string>) =>
			textOf((await call('WSUser.CreateUser', createArguments(user))).return),
		async listCourses() {
			const { return: list } = await call('WSCourse.ListCourses', { secret_key: 'x' });
			const items = (list as { item?: unknown[] }).item ?? [];
			return items.map((item) =>
				Object.fromEntries(Object.entries(item as object).map(([name, member]) => [name, textOf(member)])),
			);
		},
	};
}

function textOf(member: unknown): unknown {
	return typeof member === 'object' && member !== null && '$value' in member ? member.$value : member;
}

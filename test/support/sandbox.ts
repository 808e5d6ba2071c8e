/** A user in the sandbox's state. */
export interface StateUser {
	id: number;
	username: string;
	firstname: string;
	lastname: string;
	/** 1.9; of 1.11 `password` stands in its place. */
	passwordSha1?: string;
	password?: string;
	status: number;
	active: boolean;
	email: string;
	officialCode: string;
	phone: string;
	language: string;
	expirationDate: string | null;
	extras: Record<string, string>;
	hasApiKey: boolean;
}

export interface State {
	users: StateUser[];
	courses: { id: number; code: string; members: { userId: number; status: number }[] }[];
	sessions: { id: number; name: string; users: number[] }[];
	extraFields: { users: { variable: string }[] };
}

export interface JournalCall {
	operation: string;
	args: unknown[];
	status: number;
	fault: { code: string; message: string } | null;
}

export interface Fault {
	operation?: string;
	kind: string;
	ms?: number;
	times?: number;
	after?: number | boolean;
	item?: number;
}

/** The sandbox as anybody sees it from outside, through its control endpoints. */
export interface SandboxControl {
	state(): Promise<State>;
	/** The SOAP calls since the last reset, without the gateway's own question what kind of campus this is. */
	journal(): Promise<JournalCall[]>;
	/** Names of the operations called since the last reset. */
	operations(): Promise<string[]>;
	userByName(username: string): Promise<StateUser | undefined>;
	userById(id: number): Promise<StateUser | undefined>;
	/** Users that have this value in this extra field. */
	usersWith(field: string, value: string): Promise<StateUser[]>;
	fault(...faults: Fault[]): Promise<void>;
	reset(): Promise<void>;
}

export function createSandboxControl(url: string): SandboxControl {
	async function get<T>(path: string): Promise<T> {
		const response = await fetch(url + path);
		if (!response.ok) throw new Error(`GET ${path} of the sandbox answered ${response.status}`);
		return (await response.json()) as T;
	}
	async function post(path: string, body: unknown): Promise<void> {
		const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
		if (!response.ok) throw new Error(`POST ${path} of the sandbox answered ${response.status}`);
	}
	const state = () => get<State>('/sandbox/state');
	const journal = async () =>
		(await get<JournalCall[]>('/sandbox/journal')).filter(({ operation }) => operation !== 'WS.test');
	return {
		state,
		journal,
		operations: async () => (await journal()).map(({ operation }) => operation),
		userByName: async (username) => (await state()).users.find((user) => user.username === username),
		userById: async (id) => (await state()).users.find((user) => user.id === id),
		usersWith: async (field, value) => (await state()).users.filter((user) => user.extras[field] === value),
		fault: (...faults) => post('/sandbox/faults', faults),
		reset: () => post('/sandbox/reset', {}),
	};
}

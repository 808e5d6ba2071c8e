import { type CampusKind, KINDS } from '../operations/kinds.js';

/** The built-in sandbox, started. */
export interface BuiltInSandbox {
	url: string;
	securityKey: string;
	/** The Chamilo that it is. */
	title: string;
	close(): Promise<void>;
}

/** Starts the built-in sandbox. Its code is loaded only here: with a real campus it is not needed. */
export async function startBuiltInSandbox(kind: CampusKind): Promise<BuiltInSandbox> {
	const { releaseTitle, startSandbox } = await import('../sandbox/index.js');
	const sandbox = await startSandbox(KINDS[kind].sandbox);
	const { url, securityKey } = sandbox;
	return { url, securityKey, title: releaseTitle(sandbox.kind), close: () => sandbox.close() };
}

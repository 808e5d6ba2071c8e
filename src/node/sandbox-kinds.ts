import type { Config } from '../config.js';
import type { SandboxOptions } from '../sandbox/index.js';

type SandboxKind = Config['CHAMILO_SANDBOX'];

/** The built-in sandbox by the setting CHAMILO_SANDBOX: as a campus of each kind. */
export const SANDBOXES: Readonly<Record<SandboxKind, Pick<SandboxOptions, 'chamilo' | 'php'>>> = {
	'1.9': { chamilo: '1.9' },
	'1.11': { chamilo: '1.11', php: 5 },
	'1.11-php7': { chamilo: '1.11', php: 7 },
};

/** The built-in sandbox, started. */
export interface BuiltInSandbox {
	url: string;
	securityKey: string;
	/** The Chamilo that it is. */
	title: string;
	close(): Promise<void>;
}

/** Starts the built-in sandbox. Its code is loaded only here: with a real campus it is not needed. */
export async function startBuiltInSandbox(kind: SandboxKind): Promise<BuiltInSandbox> {
	const { kindTitle, startSandbox } = await import('../sandbox/index.js');
	const sandbox = await startSandbox(SANDBOXES[kind]);
	const { url, securityKey } = sandbox;
	return { url, securityKey, title: kindTitle(sandbox.kind), close: () => sandbox.close() };
}

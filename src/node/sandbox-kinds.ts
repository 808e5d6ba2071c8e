import type { Config } from '../config.js';
import type { SandboxOptions } from '../sandbox/index.js';

/** The built-in sandbox by the setting CHAMILO_SANDBOX. */
export const SANDBOXES: Readonly<Record<Config['CHAMILO_SANDBOX'], SandboxOptions>> = {
	'1.9': {},
	'1.11': { chamilo: '1.11', php: 5 },
	'1.11-php7': { chamilo: '1.11', php: 7 },
};

/** Mistakes in settings that show in their names alone: one that does not exist, and a campus that was forgotten. */
import { nearestName } from './nearest.js';

/** Variables of programs that call the gateway. */
const NAMES_OF_CALLERS = ['CHAMILO_GATEWAY_URL', 'CHAMILO_GATEWAY_KEY', 'CHAMILO_GATEWAY_KEY_FILE'];

/** Kubernetes gives every container such variables for each Service: one named "chamilo-gateway" makes CHAMILO_GATEWAY_PORT. */
const OF_KUBERNETES = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?$/;

/** Settings that say that a real campus is meant. */
const OF_PRODUCTION = [
	'CHAMILO_SECURITY_KEY',
	'CHAMILO_SIGNING',
	'CHAMILO_EGRESS_IP',
	'API_KEYS',
	'JWT_JWKS_URL',
	'NODE_ENV',
] as const;

/**
 * One line for each variable CHAMILO_* that is no setting. A wrong name must not count as an absent setting: without
 * CHAMILO_URL, the sandbox would be the campus.
 */
export function findUnknownSettings(env: Record<string, unknown>, known: readonly string[]): string[] {
	const names = [...known, ...NAMES_OF_CALLERS];
	return Object.keys(env)
		.filter((name) => /^CHAMILO_/i.test(name) && !names.includes(name) && !OF_KUBERNETES.test(name))
		.map((name) => unknownSetting(name, names));
}

/** The line for a name that is none of the known settings. */
export function unknownSetting(name: string, known: readonly string[]): string {
	const meant = nearestName(name.toUpperCase(), known);
	return `${name}: is no setting${meant ? `; write ${meant}` : '; remove it, README.md lists all settings'}`;
}

/** The line for a gateway that has no campus although other settings show that it should have one. */
export function findForgottenCampus(env: Record<string, unknown>): string[] {
	if (env.CHAMILO_URL || env.CHAMILO_SANDBOX) return [];
	const signs = OF_PRODUCTION.filter((name) => (name === 'NODE_ENV' ? env[name] === 'production' : env[name]));
	if (signs.length === 0) return [];
	const shown = signs.map((name) => (name === 'NODE_ENV' ? 'NODE_ENV=production' : name)).join(', ');
	return [
		`CHAMILO_URL: write the root of the campus: ${shown} ${signs.length === 1 ? 'says' : 'say'} that there is one. Where the built-in sandbox is meant, which loses everything when it stops, set CHAMILO_SANDBOX=1.11.32-php7-cured`,
	];
}

import { type Config, parseConfig } from '../config.js';
import { type CampusEntry, parseCampuses } from './campus-settings.js';

/** What the gateway is told. */
export interface Settings {
	/** Of the process; what campuses have of their own is in `campuses`. */
	config: Config;
	/** Present where there are several campuses. */
	campuses?: CampusEntry[];
}

/** Reads the settings from the environment. @throws ConfigError */
export function readSettings(env: Record<string, string | undefined>): Settings {
	const { CAMPUSES, ...common } = env;
	if (!CAMPUSES) return { config: parseConfig(common) };
	const campuses = parseCampuses(CAMPUSES, common);
	const [first] = campuses;
	return { config: first?.config ?? parseConfig(common), campuses };
}

import { type Config, parseConfig } from '../config.js';
import { type CampusEntry, parseCampuses } from './campus-settings.js';
import { readSettingFiles } from './setting-files.js';

/** The settings of a process, and of its campuses. */
export interface Settings {
	/** Settings of the process; those of several campuses are in `campuses`. */
	config: Config;
	/** Present where CAMPUSES is set. */
	campuses?: CampusEntry[];
}

/** Parses the settings from the environment, and from the files that it names. @throws ConfigError */
export function readSettings(env: Record<string, string | undefined>): Settings {
	const { CAMPUSES, ...common } = readSettingFiles(env);
	if (!CAMPUSES) return { config: parseConfig(common) };
	const campuses = parseCampuses(CAMPUSES, common);
	const [first] = campuses;
	return { config: first?.config ?? parseConfig(common), campuses };
}

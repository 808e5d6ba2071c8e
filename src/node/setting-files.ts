import { readFileSync } from 'node:fs';
import { CAMPUS_SETTINGS, ConfigError, PROCESS_SETTINGS } from '../config.js';

/** Secrets of OpenTelemetry, which reads its variables itself. */
const TRACING_SECRETS = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];
const SETTINGS = new Set([...PROCESS_SETTINGS, ...CAMPUS_SETTINGS, 'CAMPUSES', ...TRACING_SECRETS]);
const SUFFIX = '_FILE';

/**
 * Replaces each NAME_FILE by the setting NAME, with what the file contains: so that a secret is mounted as a file, as
 * Docker and Kubernetes do it, and stands in no environment. Line feeds at the end are none of it.
 * @throws ConfigError with one line for each file that cannot be used
 */
export function readSettingFiles<Value>(env: Record<string, Value>): Record<string, Value | string> {
	const settings: Record<string, Value | string> = { ...env };
	const mistakes: string[] = [];
	for (const [variable, path] of Object.entries(env)) {
		const name = variable.slice(0, -SUFFIX.length);
		if (!variable.endsWith(SUFFIX) || SETTINGS.has(variable) || !SETTINGS.has(name)) continue;
		delete settings[variable];
		if (typeof path !== 'string' || path === '') continue;
		const content = env[name] ? 'is set as well; remove one of the two' : read(path);
		if (typeof content === 'string') mistakes.push(`${variable}: ${name} ${content}`);
		else settings[name] = content.text;
	}
	if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
	return settings;
}

/** Secrets of OpenTelemetry that stand in files, as the variables that it reads. @throws ConfigError */
export function tracingSecrets(env: Record<string, string | undefined>): Record<string, string> {
	const settings = readSettingFiles(env);
	return Object.fromEntries(TRACING_SECRETS.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

/** What the file contains, or why it cannot be used. The reason does not quote it. */
function read(path: string): { text: string } | string {
	try {
		const text = readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
		return text === '' ? 'cannot be read from there: the file is empty' : { text };
	} catch (failure) {
		return `cannot be read from there (${(failure as NodeJS.ErrnoException).code}); write the name of a file that this user may read`;
	}
}

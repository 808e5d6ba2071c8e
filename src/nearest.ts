import { closest, distance } from 'fastest-levenshtein';

/** The known name that somebody most likely meant, where one is near enough to be more than a guess. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
	if (known.length === 0) return undefined;
	const found = closest(name, known);
	return distance(name, found) <= Math.max(2, Math.floor(name.length / 4)) ? found : undefined;
}

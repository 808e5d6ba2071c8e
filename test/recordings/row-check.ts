import { readUtf8 } from '../../src/sandbox/php/bytes.js';
import type { Row } from './read-recordings.js';

/** How the columns of a row are read from what the sandbox keeps. */
export type Columns<Entity> = Record<string, (entity: Entity) => string | number | null>;

/** How many columns were compared, and where they differ. */
export interface RowCheck {
	checked: number;
	differences: string[];
}

/** Compares the columns that a row has; NULL only where that is asked for. */
export function compareColumns<Entity>(
	entity: Entity | undefined,
	row: Row,
	columns: Columns<Entity>,
	what: string,
	check: RowCheck,
	withNulls = false,
): void {
	for (const [column, read] of Object.entries(columns)) {
		const recorded = withNulls && row[column] === null ? 'null' : row[column];
		if (recorded === undefined || recorded === null) continue;
		// A bcrypt hash says nothing about what is behind it.
		if (recorded.startsWith('$2y$') && entity) continue;
		const ours = entity ? readUtf8(String(read(entity))) : 'no such row';
		// The queries cut passwords short.
		note(check, `${what} ${column}`, recorded, column === 'pw' ? ours.slice(0, recorded.length) : ours);
	}
}

/** Notes one comparison. */
export function note(check: RowCheck, what: string, recorded: string, ours: string): void {
	check.checked++;
	if (recorded !== ours) check.differences.push(`${what}: recorded ${recorded}, here ${ours}`);
}

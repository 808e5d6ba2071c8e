import { step } from '../ways.js';
import { readByJsonApi } from './descriptions.json-api.js';
import { readByRow, writeByRow } from './descriptions-by-row.js';
import { readRows, readTyped, writeByType, writeTyped } from './descriptions-by-type.js';

/** The descriptions of a course. @throws course-not-found */
export const readDescriptions = step('Reading the descriptions of a course', [
	readTyped,
	readByJsonApi,
	readRows,
	readByRow,
]);

/**
 * Writes the text of one type, 1 to 8.
 * @throws course-not-found, unsupported-by-chamilo, rejected-by-chamilo
 */
export const writeDescription = step('Writing a description of a course', [writeTyped, writeByType, writeByRow]);

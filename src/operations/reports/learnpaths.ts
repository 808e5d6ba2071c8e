import { GatewayError } from '../../errors.js';
import { type CallResult, type Campus, items, member, recordNumber } from '../campus.js';
import { askReport, assertSubject, type Subject } from './subject.js';

const LIST = 'WSReport.GetLearnpathsByCourse';
const PROGRESS = 'WSReport.GetLearnpathProgress';
const LOCATION = 'WSReport.GetLearnpathHighestLessonLocation';
const SCORE = 'WSReport.GetLearnpathScoreSingleItem';
const STATUS = 'WSReport.GetLearnpathStatusSingleItem';

export const LIST_CALLS = [LIST] as const;
export const PROGRESS_CALLS = [PROGRESS, LIST] as const;
export const LOCATION_CALLS = [LOCATION, LIST, PROGRESS] as const;
export const SCORE_CALLS = [SCORE, LIST] as const;
export const STATUS_CALLS = [STATUS, SCORE, LIST] as const;

/** The learnpaths of a course; Chamilo answers none where user or course is unknown (F180). */
export async function listLearnpaths(campus: Campus, subject: Subject): Promise<{ id: number; title: string }[]> {
	const list = items(await askReport(campus, LIST, subject)).flatMap((item) => {
		const id = recordNumber(member(item, 'id'));
		return id === null ? [] : [{ id, title: String(member(item, 'title') ?? '') }];
	});
	if (list.length === 0) await assertSubject(campus, subject);
	return list;
}

/** @throws user-not-found, course-not-found, learnpath-not-found */
async function assertLearnpath(campus: Campus, subject: Subject, learnpathId: string): Promise<void> {
	const list = await listLearnpaths(campus, subject);
	if (list.some(({ id }) => String(id) === learnpathId)) return;
	throw new GatewayError('learnpath-not-found', `The course has no learnpath ${learnpathId}.`);
}

async function askProgress(campus: Campus, subject: Subject, learnpathId: string): Promise<number> {
	const answer = await askReport(campus, PROGRESS, subject, { learnpath_id: learnpathId });
	return toNumber(member(answer, 'progress_db')) ?? 0;
}

/** How much of a learnpath is done, in percent. */
export async function readProgress(campus: Campus, subject: Subject, learnpathId: string): Promise<number> {
	const progress = await askProgress(campus, subject, learnpathId);
	// Nothing done looks like an unknown path, user or course (F181).
	if (progress === 0) await assertLearnpath(campus, subject, learnpathId);
	return progress;
}

/** Where the user is in a learnpath; PHP dies where the path was never viewed, as it does for an unknown one (F182). */
export async function readLocation(campus: Campus, subject: Subject, learnpathId: string): Promise<string | null> {
	try {
		return toText(await askReport(campus, LOCATION, subject, { learnpath_id: learnpathId }));
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.code !== 'chamilo-error') throw failure;
		await assertLearnpath(campus, subject, learnpathId);
		if ((await askProgress(campus, subject, learnpathId)) > 0) throw failure;
		return null;
	}
}

export interface ItemScore {
	min_score: number | null;
	max_score: number | null;
	mastery_score: number | null;
	current_score: number | null;
}

async function askScore(campus: Campus, subject: Subject, learnpathId: string, itemId: string): Promise<ItemScore> {
	const answer = await askReport(campus, SCORE, subject, { learnpath_id: learnpathId, learnpath_item_id: itemId });
	const score = (name: string) => toNumber(member(answer, name));
	return {
		min_score: score('min_score'),
		max_score: score('max_score'),
		mastery_score: score('mastery_score'),
		current_score: score('current_score'),
	};
}

/** The score of an item; an item that exists has at least bounds (F183). */
export async function readScore(
	campus: Campus,
	subject: Subject,
	learnpathId: string,
	itemId: string,
): Promise<ItemScore> {
	const score = await askScore(campus, subject, learnpathId, itemId);
	if (Object.values(score).some((value) => value !== null)) return score;
	await assertLearnpath(campus, subject, learnpathId);
	throw new GatewayError('learnpath-not-found', `The learnpath ${learnpathId} has no item ${itemId}.`);
}

/** The status of an item; null where the item exists and has none. */
export async function readStatus(
	campus: Campus,
	subject: Subject,
	learnpathId: string,
	itemId: string,
): Promise<string | null> {
	const args = { learnpath_id: learnpathId, learnpath_item_id: itemId };
	const status = toText(await askReport(campus, STATUS, subject, args));
	// Unknown items have no status either; whether it has a score tells them apart.
	if (status === null) await readScore(campus, subject, learnpathId, itemId);
	return status;
}

function toText(value: CallResult): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** A number that Chamilo answers as text; null for none. */
export function toNumber(value: CallResult): number | null {
	const text = typeof value === 'number' ? String(value) : toText(value)?.trim();
	if (text === undefined || text === null || text === '') return null;
	const number = Number(text);
	if (Number.isFinite(number)) return number;
	throw new GatewayError('chamilo-error', 'Chamilo answered something that is no number where one belongs.');
}

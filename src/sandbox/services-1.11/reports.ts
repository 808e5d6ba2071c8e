import { type PhpValue, phpInt, phpMember, phpStruct, WsError } from '../php/values.js';
import { findCourse } from '../services/identify.js';
import { reportHandlers as reports19 } from '../services/reports.js';
import type { Call, Handler, Handlers } from '../services/service.js';

/** An existing item that was never viewed has score 0 and status "not attempted" (F184). */
export const reportHandlers: Handlers = {
	'WSReport.GetLearnpathScoreSingleItem': (call, args) => {
		const scores = old('WSReport.GetLearnpathScoreSingleItem')(call, args);
		if (!isItem(call, args) || !(scores instanceof Map)) return scores;
		return phpStruct({
			min_score: phpMember(scores, 'min_score'),
			max_score: phpMember(scores, 'max_score'),
			mastery_score: phpMember(scores, 'mastery_score'),
			current_score: phpMember(scores, 'current_score') ?? '0',
		});
	},
	'WSReport.GetLearnpathStatusSingleItem': (call, args) =>
		old('WSReport.GetLearnpathStatusSingleItem')(call, args) ?? (isItem(call, args) ? 'not attempted' : null),
};

function old(operation: string): Handler {
	const handler = reports19[operation];
	if (!handler) throw new Error(`1.9 has no ${operation}`);
	return handler;
}

function isItem({ campus }: Call, [, , , courseField, courseValue, pathId, itemId]: readonly PhpValue[]): boolean {
	const course = findCourse(campus, courseField, courseValue);
	if (course instanceof WsError) return false;
	const path = campus.courses.learnpaths.find(({ courseId, id }) => courseId === course.id && id === phpInt(pathId));
	return path?.items.some(({ id }) => id === phpInt(itemId)) ?? false;
}

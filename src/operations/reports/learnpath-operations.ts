import { operation } from '../operation.js';
import { listLearnpaths, readLocation, readProgress, readScore, readStatus } from './learnpaths.js';
import { learnpathsSeen } from './reports.json-api.js';
import {
	itemPath,
	itemScore,
	itemStatus,
	learnpathPath,
	learnpaths,
	location,
	progress,
	userCoursePath,
} from './schemas.js';
import { courseSubjectOf } from './subject.js';

const tag = 'Reports';
const scope = 'reports:read';
const LIST_PATH = '/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths';
const OUTSIDE = 'Only what was done outside of sessions counts.';
const OPEN = 'Chamilo itself asks for no key here: anybody who reaches soap.php of the campus can read these reports.';

export const learnpathOperations = [
	operation({
		id: 'listLearnpaths',
		method: 'get',
		path: LIST_PATH,
		tag,
		summary: 'List the learnpaths of a course',
		description: 'The learnpaths of the course with their numbers and titles.',
		scope,
		params: userCoursePath,
		success: { 200: { description: 'The learnpaths.', schema: learnpaths } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found'],
		ways: [
			{
				calls: [listLearnpaths],
				notes: OPEN,
				async run(campus, { params }) {
					return { status: 200, body: { learnpaths: await listLearnpaths(campus, courseSubjectOf(params)) } };
				},
			},
			{
				calls: [learnpathsSeen],
				async run(campus, { params }) {
					return { status: 200, body: { learnpaths: await learnpathsSeen(campus, courseSubjectOf(params)) } };
				},
			},
		],
	}),
	operation({
		id: 'getLearnpathProgress',
		method: 'get',
		path: `${LIST_PATH}/{learnpathId}/progress`,
		tag,
		summary: 'Progress of a user in a learnpath',
		description: 'How much of the learnpath the user has done, in percent.',
		scope,
		params: learnpathPath,
		success: { 200: { description: 'The progress.', schema: progress } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'learnpath-not-found'],
		ways: [
			{
				calls: [readProgress],
				limits: OUTSIDE,
				notes: OPEN,
				async run(campus, { params }) {
					const done = await readProgress(campus, courseSubjectOf(params), params.learnpathId);
					return { status: 200, body: { progress: done, unit: '%' } };
				},
			},
		],
	}),
	operation({
		id: 'getLearnpathLocation',
		method: 'get',
		path: `${LIST_PATH}/{learnpathId}/location`,
		tag,
		summary: 'Where a user is in a learnpath',
		description: 'The furthest place in the lessons of the learnpath; `null` where the user has never opened it.',
		scope,
		params: learnpathPath,
		success: { 200: { description: 'The place.', schema: location } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'learnpath-not-found'],
		ways: [
			{
				calls: [readLocation],
				limits: `${OUTSIDE} Only Chamilo 1.9.8 and later have it.`,
				notes: OPEN,
				async run(campus, { params }) {
					const place = await readLocation(campus, courseSubjectOf(params), params.learnpathId);
					return { status: 200, body: { location: place } };
				},
			},
		],
	}),
	operation({
		id: 'getLearnpathItemScore',
		method: 'get',
		path: `${LIST_PATH}/{learnpathId}/items/{itemId}/score`,
		tag,
		summary: 'Score of a user in an item of a learnpath',
		description: 'The bounds of the score, the score to reach, and the one reached.',
		scope,
		params: itemPath,
		success: { 200: { description: 'The scores.', schema: itemScore } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'learnpath-not-found'],
		ways: [
			{
				calls: [readScore],
				limits: OUTSIDE,
				notes: OPEN,
				async run(campus, { params }) {
					const scores = await readScore(campus, courseSubjectOf(params), params.learnpathId, params.itemId);
					return { status: 200, body: scores };
				},
			},
		],
	}),
	operation({
		id: 'getLearnpathItemStatus',
		method: 'get',
		path: `${LIST_PATH}/{learnpathId}/items/{itemId}/status`,
		tag,
		summary: 'Status of a user in an item of a learnpath',
		description: 'Whether the user has attempted, completed, passed or failed the item.',
		scope,
		params: itemPath,
		success: { 200: { description: 'The status.', schema: itemStatus } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'learnpath-not-found'],
		ways: [
			{
				calls: [readStatus],
				limits: OUTSIDE,
				async run(campus, { params }) {
					const status = await readStatus(campus, courseSubjectOf(params), params.learnpathId, params.itemId);
					return { status: 200, body: { status } };
				},
			},
		],
	}),
];

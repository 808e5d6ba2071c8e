/** What of the reports Chamilo's JSON API tells right. */
import { resolveCourse } from '../courses/find.js';
import type { Reference } from '../fields/reference.js';
import { userNotFound } from '../users/find.js';
import { knownUser, renamedMeanwhile } from '../users/known.json-api.js';
import { step } from '../ways.js';
import { assertUser, type CourseSubject } from './subject.js';

/** Seconds between logging in and out, of all time. @throws user-not-found, ambiguous-identifier */
export const timeOnPlatform = step('Reading the time on the campus', {
	needs: ['json-api'],
	calls: [knownUser, 'get_user_total_connexion_time'],
	async run(campus, reference: Reference): Promise<number> {
		const user = await knownUser(campus, reference);
		if (!user) throw userNotFound(reference);
		const { id, total_connexion_time: time } = await campus.readJson('get_user_total_connexion_time', {
			user: user.username,
		});
		if (id !== user.id) throw renamedMeanwhile(reference);
		const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
		return (hours * 60 + minutes) * 60 + seconds;
	},
});

/** The learnpaths of a course that the account of the gateway sees. */
export const learnpathsSeen = step('Listing the learnpaths of a course', {
	needs: ['json-api'],
	calls: [assertUser, resolveCourse, 'course_learnpaths'],
	limits: 'Invisible and expired learnpaths, and those behind a prerequisite, are not listed.',
	async run(campus, { user, course }: CourseSubject): Promise<{ id: number; title: string }[]> {
		await assertUser(campus, user);
		const { id } = await resolveCourse(campus, course);
		const categories = await campus.readJson('course_learnpaths', { course: id });
		return categories.flatMap(({ learnpaths }) => learnpaths.map(({ id, title }) => ({ id, title })));
	},
});

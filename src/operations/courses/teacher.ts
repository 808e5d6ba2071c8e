import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { isMember, subscribeByCode } from './membership.js';

/** A course that was just created, and the number of the user who is to teach it. */
interface NewTeacher {
	course: Reference & { code: string };
	teacher: number;
}

/** Makes a user the teacher of a new course: if the user is subscribed already, then as its teacher. */
const makeTeacher = step('Subscribing the teacher of a new course', [
	{
		needs: ['course-subscription-status'],
		calls: [subscribeByCode, isMember],
		notes: 'User 1 of the campus becomes a teacher of every new course as well.',
		async run(campus, { course, teacher }: NewTeacher) {
			const refusal = await subscribeByCode(campus, course.code, teacher, 'teacher');
			if (refusal === null || (await isMember(campus, course.code, teacher))) return;
			throw new GatewayError('rejected-by-chamilo', 'Chamilo did not subscribe the teacher and gave no reason.', {
				chamilo: { operation: 'WSSubscribeUserToCourseSimple' },
			});
		},
	},
	{
		needs: ['soap-php'],
		calls: ['WSCourse.SubscribeUserToCourse'],
		async run(campus, { course, teacher }: NewTeacher) {
			try {
				await campus.command('WSCourse.SubscribeUserToCourse', {
					course_id_field_name: course.field,
					course_id_value: course.value,
					user_id_field_name: 'chamilo_user_id',
					user_id_value: String(teacher),
					status: 1,
				});
			} catch (failure) {
				if (!(failure instanceof GatewayError) || failure.code !== 'already-subscribed') throw failure;
			}
		},
	},
]);

/** Subscribes the teacher, and a second time where the reply was lost. @returns why the teacher is not subscribed */
export const subscribeTeacher = step('Subscribing the teacher of a new course', {
	calls: [makeTeacher],
	async run(campus, subscription: NewTeacher): Promise<GatewayError | undefined> {
		for (let attempt = 1; ; attempt += 1) {
			try {
				await makeTeacher(campus, subscription);
				return undefined;
			} catch (failure) {
				if (!(failure instanceof GatewayError)) throw failure;
				if (attempt > 1 || !failure.outcomeUnknown) return failure;
			}
		}
	},
});

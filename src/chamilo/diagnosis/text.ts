import type { Config } from '../../config.js';
import { GatewayError } from '../../errors.js';
import { items, member } from '../../operations/campus.js';
import type { SoapArguments } from '../../soap/value.js';
import type { Check } from './check.js';
import { NO_SUCH_FIELD, NO_SUCH_VALUE, type SignedAccess, soapClientFor } from './target.js';

type Service = 'soap.php' | 'registration.soap.php';

/** Two, three and three bytes in UTF-8; the first fits into ISO-8859-1, the others do not. */
const SAMPLE = 'é漢字';

/**
 * Calls that change nothing and repeat a text. WSUnsubscribeUserFromCourse: neither course nor user exists.
 * WSCourse.CreateCourses: its teacher does not exist, and it creates no course on any known version anyway.
 */
const ECHOES: Record<Service, { operation: string; args: SoapArguments; answer: string }> = {
	'soap.php': {
		operation: 'WSCourse.CreateCourses',
		args: {
			courses: [
				{
					course_admin_user_id_field_name: 'chamilo_user_id',
					course_admin_user_id_value: '0',
					course_id_field_name: NO_SUCH_FIELD,
					course_id_value: SAMPLE,
				},
			],
		},
		answer: 'course_id_value',
	},
	'registration.soap.php': {
		operation: 'WSUnsubscribeUserFromCourse',
		args: {
			userscourses: [
				{
					original_user_id_values: [NO_SUCH_VALUE],
					original_user_id_name: [NO_SUCH_FIELD],
					original_course_id_value: SAMPLE,
					original_course_id_name: NO_SUCH_FIELD,
				},
			],
		},
		answer: 'original_course_id_value',
	},
};

/** Whether text beyond ASCII reaches Chamilo's database functions unharmed, seen by having it repeated. */
export async function checkText(target: SignedAccess, service: Service): Promise<Check> {
	const common = { id: `text-${service.split('.')[0]}`, title: `Text, ${service}` };
	const mode = target.config.CHAMILO_TEXT;
	const { operation } = ECHOES[service];
	const asked = `${operation}, which created and changed nothing, was sent "${SAMPLE}" (CHAMILO_TEXT=${mode})`;
	const echo = await echoOf(target, service);
	if (echo === undefined) {
		const detail = `${operation} gave no answer that tells; nothing was created or changed.`;
		const remedy = 'Create a test user with an accent in the name through the gateway, and look at it in Chamilo.';
		return { ...common, status: 'warning', detail, remedy };
	}
	if (echo === SAMPLE) return { ...common, status: 'ok', detail: `${asked} and repeated it unharmed.` };
	const other: Config['CHAMILO_TEXT'] = mode === 'utf8' ? 'utf8-as-latin1' : 'utf8';
	const otherWorks = (await echoOf(target, service, { CHAMILO_TEXT: other })) === SAMPLE;
	return {
		...common,
		status: 'failure',
		detail: `${asked} and repeated ${JSON.stringify(echo.slice(0, 20))}: such letters are lost.`,
		remedy: otherWorks
			? `Set CHAMILO_TEXT=${other}: sent that way the text came back unharmed just now.`
			: 'Neither setting of CHAMILO_TEXT keeps them. Look for a filter before the campus that changes requests.',
	};
}

async function echoOf(
	target: SignedAccess,
	service: Service,
	changes: Partial<Config> = {},
): Promise<string | undefined> {
	const { operation, args, answer } = ECHOES[service];
	try {
		const [first = null] = items(await soapClientFor(target, changes)(operation, args));
		const echo = member(first, answer);
		return typeof echo === 'string' && echo !== '' ? echo : undefined;
	} catch (thrown) {
		if (thrown instanceof GatewayError) return undefined;
		throw thrown;
	}
}

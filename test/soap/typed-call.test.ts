import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Campus } from '../../src/operations/campus.js';
import type { Exact, SoapArgumentsOf, SoapOperationName, SoapResultOf } from '../../src/soap/typed-call.js';
import type { SoapArguments, SoapValue } from '../../src/soap/value.js';

const asked: { name: string; args: SoapArguments | undefined }[] = [];

/** A campus that answers nothing: `tsc` is what checks most of this file, for calls that must not compile. */
async function record(name: string, args?: SoapArguments): Promise<SoapValue> {
	asked.push({ name, args });
	return null;
}

/** How a port is made of a caller that knows no types. */
class Port implements QueryPort {
	async query<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		name: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>> {
		return (await record(name, args as SoapArguments | undefined)) as SoapResultOf<Name>;
	}
}

type QueryPort = Pick<Campus, 'query'>;

const { query }: QueryPort = new Port();

const reference = { field: 'external_user', value: '1505' };
const references = [reference];
const NO_COURSE = { original_course_id_value: '0', original_course_id_name: 'chamilo_course_id' };

describe('a typed call', () => {
	it('takes what the operation declares', async () => {
		await query('WS.test');
		await query('WSCourse.ListCourses');
		await query('WSListCourses', { original_course_id_name: 'external_course' });
		await query('WSSubscribeUserToSessionSimple', { session: 0, user_id: 5 });
		await query('WSFetchSession', { id: 5, extrafields: '' });
		await query('WSUser.CreateUser', {
			firstname: 'Ann',
			status: 5,
			visibility: 1,
			phone: undefined,
			expiration_date: null,
			extras: ['a', 'b'].map((name) => ({ field_name: name, field_value: '' })),
		});
		await query('WSUnsubscribeUserFromCourse', {
			userscourses: references.map(({ field, value }) => ({
				original_user_id_values: [value],
				original_user_id_name: [field],
				...NO_COURSE,
			})),
		});
		await query('WSSubscribeUserToCourse', {
			userscourses: [
				{
					course_id: { original_course_id_name: 'external_course', original_course_id_value: '201' },
					user_id: { original_user_id_name: reference.field, original_user_id_value: reference.value },
					status: 5,
				},
			],
		});
		expect(asked.at(0)).toEqual({ name: 'WS.test', args: undefined });
	});

	it('takes arguments made beforehand, lists that cannot be changed, and members spread into others', async () => {
		const item = {
			original_course_id_values: [{ course_code: '201' }],
			original_course_id_name: 'external_course',
			original_session_id_value: '301',
			original_session_id_name: 'external_session',
		};
		await query('WSSuscribeCoursesToSession', { coursessessions: [item] });
		const frozen = { coursessessions: [item] } as const;
		await query('WSUnsuscribeCoursesFromSession', frozen);
		const members = { firstname: 'Ann', lastname: 'Lee', status: 5, extra: [] };
		await query('WSCreateUser', { ...members, active: '1' });
		const users = references.map(({ field, value }) => ({
			...members,
			original_user_id_name: field,
			original_user_id_value: value,
		}));
		await query('WSCreateUsers', { users });
		// Items of unlike members, and members that are there sometimes.
		await query('WSCreateUsers', { users: [{ firstname: 'Ann' }, { lastname: 'Lee' }] });
		await query('WSCreateUser', { ...members, ...(users.length > 0 ? { language: 'french' } : {}) });
	});

	it('takes the form of each version where they differ', async () => {
		const session = { original_session_id_value: '301', original_session_id_name: 'external_session' };
		await query('WSSuscribeUsersToSession', {
			userssessions: [{ original_user_id_values: ['1505'], original_user_id_name: ['external_user'], ...session }],
		});
		await query('WSUnsuscribeUsersFromSession', {
			userssessions: [
				{
					original_user_id_values: [{ original_user_id_value: '1505' }],
					original_user_id_name: 'external_user',
					...session,
				},
			],
		});
	});

	it('takes one of several operations, with the members all of them have', async () => {
		const action = 'Enable' as 'Enable' | 'Disable' | 'Delete';
		await query(`WSUser.${action}User`, { user_id_field_name: 'chamilo_user_id', user_id_value: '5' });
		await query(`WSUser.${action}Users`, { users: [{ user_id_field_name: 'external_user', user_id_value: '5' }] });
		const results = await query(`WS${action}Users`, { ids: [{ original_user_id_value: '5' }] });
		for (const item of results ?? []) expectTypeOf(item?.result).toEqualTypeOf<string | null | undefined>();
		const report = 'WSReport.GetTimeSpentOnPlatform' as
			| 'WSReport.GetTimeSpentOnPlatform'
			| 'WSReport.GetTimeSpentOnCourse';
		await query(report, { user_id_value: '5' });
		// @ts-expect-error only one of the two has a course
		await query(report, { user_id_value: '5', course_id_value: '5' });
	});

	it('takes no operation that no WSDL has', async () => {
		// @ts-expect-error
		await query('WSUser.CreateUsr', { firstname: 'Ann' });
		// @ts-expect-error a name that could be any
		await query('WSGetUser' as string);
		expectTypeOf<'WSUpdateUserOriginalIdFromUsername'>().toExtend<SoapOperationName>();
	});

	it('takes no member that is not declared', async () => {
		// @ts-expect-error
		await query('WSGetUser', { original_user_id_nam: 'external_user', original_user_id_value: '5' });
		// @ts-expect-error
		await query('WSGetUser', { user_id: '5' });
		// @ts-expect-error the caller signs
		await query('WSGetUser', { original_user_id_value: '5', secret_key: 'x' });
		// @ts-expect-error it takes nothing
		await query('WSCourse.ListCourses', { visibilities: '1' });
	});

	it('takes none through a spread or a variable', async () => {
		const patch = { loginname: 'ann', username: 'ann' };
		// @ts-expect-error
		await query('WSUser.CreateUser', { firstname: 'Ann', ...patch });
		// @ts-expect-error
		await query('WSUser.CreateUser', patch);
		// @ts-expect-error there only sometimes
		await query('WSUser.CreateUser', { firstname: 'Ann', ...(asked.length > 0 ? { username: 'ann' } : {}) });
		const untyped: SoapArguments = { firstname: 'Ann' };
		// @ts-expect-error nothing is known of it
		await query('WSUser.CreateUser', untyped);
		// @ts-expect-error
		await query('WSUser.CreateUser', { ...untyped });
	});

	it('takes none in an item of a list, nor below', async () => {
		// @ts-expect-error
		await query('WSCreateUsers', { users: [{ firstname: 'Ann' }, { first_name: 'Ann' }] });
		const users = references.map(({ value }) => ({ original_user_id_value: value, loginnam: value }));
		// @ts-expect-error
		await query('WSCreateUsers', { users });
		// @ts-expect-error
		await query('WSCreateUsers', { users: [...users] });
		const extra = [{ field_name: 'a', field_value: 'b', field_type: 1 }];
		// @ts-expect-error
		await query('WSCreateUsers', { users: [{ firstname: 'Ann', extra }] });
		const course_id = { original_course_id_value: '201', code: 'ALGEBRA' };
		// @ts-expect-error
		await query('WSSubscribeUserToCourse', { userscourses: [{ course_id, status: 5 }] });
	});

	it('takes no value of another type', async () => {
		// @ts-expect-error
		await query('WSUser.CreateUser', { status: 'student' });
		// @ts-expect-error
		await query('WSUser.CreateUser', { firstname: true });
		// @ts-expect-error
		await query('WSCreateUsers', { users: { firstname: 'Ann' } });
		// @ts-expect-error
		await query('WSSuscribeCoursesToSession', { coursessessions: [{ original_course_id_values: ['201'] }] });
		// @ts-expect-error
		await query('WSUser.CreateUser', { extras: 'none' });
	});
});

describe('the result of a typed call', () => {
	it('has the type the decoder gives it, null where nothing comes', () => {
		expectTypeOf<SoapResultOf<'WSUser.CreateUser'>>().toEqualTypeOf<number | null>();
		expectTypeOf<SoapResultOf<'WSCreateUser'>>().toEqualTypeOf<string | null>();
		expectTypeOf<SoapResultOf<'WSUser.EnableUser'>>().toEqualTypeOf<null>();
		expectTypeOf<SoapResultOf<'WSCreateUsers'>>().toEqualTypeOf<
			({ original_user_id_value: string | null; result: string | null } | null)[] | null
		>();
		expectTypeOf<NonNullable<SoapResultOf<'WSUser.EditUsers'>>[number]>().toEqualTypeOf<{
			user_id_value: string | null;
			result: { code: number | null; message: string | null } | null;
		} | null>();
	});

	it('has what only some versions answer as well', () => {
		expectTypeOf<SoapResultOf<'WSGetUserFromUsername'>>().toEqualTypeOf<{
			user_id: string | null;
			firstname: string | null;
			lastname: string | null;
			extra_fields?: string | null;
		} | null>();
		type Answer = {
			original_user_id_value: string | null;
			original_course_id_value: string | null;
			result: number | null;
		};
		expectTypeOf<SoapResultOf<'WSSubscribeUserToCourse'>>().toEqualTypeOf<Answer | (Answer | null)[] | null>();
	});

	it('has no other member', async () => {
		const user = await query('WSGetUser', { original_user_id_value: '5' });
		expectTypeOf(user?.user_id).toEqualTypeOf<string | null | undefined>();
		// @ts-expect-error
		expect(user?.username).toBeUndefined();
		const sessions = await query('WSSearchSession', { term: '', extrafields: '' });
		expectTypeOf(sessions?.[0]?.id_coach).toEqualTypeOf<number | null | undefined>();
		// @ts-expect-error
		expect(sessions?.[0]?.coach_id).toBeUndefined();
	});

	it('can be given where any result can be', () => {
		expectTypeOf<SoapResultOf<SoapOperationName>>().toExtend<SoapValue>();
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, envelope, fault, returned, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient({ seed: 'demo' });
});
afterAll(() => client.close());

const USER = ['external_user', '1503'];
const COURSE = ['external_course', '201'];
const SESSION = ['external_session', '301'];
const withoutKey = (operation: string, args: string[]) =>
	client.post(SOAP, envelope(operation, args.map((arg, index) => `<a${index}>${arg}</a${index}>`).join('')));

describe('times', () => {
	it.each([
		['WSReport.GetTimeSpentOnPlatform', USER, '7260'],
		['WSReport.GetTimeSpentOnCourse', [...USER, ...COURSE], '3600'],
		['WSReport.GetTimeSpentOnCourseInSession', [...USER, ...COURSE, ...SESSION], '5400'],
		['WSReport.GetTimeSpentOnPlatform', ['external_user', '1504'], undefined],
	])('%s without the key', async (operation, args, expected) => {
		const answer = await withoutKey(operation, args);
		expect(answer.status).toBe(200);
		expect(returned(answer)).toBe(expected);
	});

	it('die when called as the WSDL says, or for nobody', async () => {
		expect(await client.soap('WSReport.GetTimeSpentOnPlatform', ...USER)).toMatchObject({ status: 500, text: '' });
		expect((await withoutKey('WSReport.GetTimeSpentOnPlatform', ['x', 'y'])).text).toBe('');
	});

	it('of a learnpath are not there at all', async () => {
		const answer = await client.soap('WSReport.GetTimeSpentOnLearnpathInCourse', ...USER, ...COURSE, '1');
		expect(fault(answer)).toContain('not defined in service');
	});
});

describe('learnpaths', () => {
	const ask = (operation: string, ...rest: string[]) =>
		client.soap(`WSReport.${operation}`, ...USER, ...COURSE, ...rest);

	it('are listed, to nobody as well', async () => {
		expect(returned(await ask('GetLearnpathsByCourse'))).toContain('<title>Leçon 1 : se présenter</title>');
		const nobody = await client.soap('WSReport.GetLearnpathsByCourse', 'x', 'y', ...COURSE);
		expect(nobody.text).toContain('user_result[0]');
	});

	it('have progress, location, score and status', async () => {
		expect(returned(await ask('GetLearnpathProgress', '1'))).toBe(
			'<progress_bar_mode>%</progress_bar_mode><progress_db>50</progress_db>',
		);
		expect(returned(await ask('GetLearnpathProgress', '9'))).toContain('<progress_db>0</progress_db>');
		expect(returned(await ask('GetLearnpathHighestLessonLocation', '1'))).toBe('page7');
		expect(returned(await ask('GetLearnpathScoreSingleItem', '1', '1'))).toContain('<current_score>80</current_score>');
		expect(returned(await ask('GetLearnpathScoreSingleItem', '1', '9'))?.match(/nil/g)).toHaveLength(4);
		expect(returned(await ask('GetLearnpathStatusSingleItem', '1', '1'))).toBe('completed');
	});

	it('that were never viewed have no location: PHP dies', async () => {
		expect(await ask('GetLearnpathHighestLessonLocation', '9')).toMatchObject({ status: 500, text: '' });
	});

	it('ask for the key once', async () => {
		const answer = await withoutKey('WSReport.GetLearnpathStatusSingleItem', ['x', ...USER, ...COURSE, '1', '1']);
		expect(fault(answer)).toBe('1 API key is invalid');
	});
});

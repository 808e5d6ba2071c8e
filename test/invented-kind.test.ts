import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Kind } from '../src/operations/kind-table.js';

/** A kind of campus that does not exist: a 1.11 without coaches of session courses. */
const INVENTED: Kind = {
	title: 'Chamilo 1.12 of a parallel world',
	heading: '1.12 invented',
	contract: '1.11',
	capabilities: [],
	sandbox: { chamilo: '1.11', php: 7 },
};

/** The table has one more entry; whatever is loaded from here on reads that one. */
beforeAll(() => {
	vi.doMock('../src/operations/kind-table.js', async (load) => {
		const { KINDS } = await load<typeof import('../src/operations/kind-table.js')>();
		const capabilities = KINDS['1.11-php7'].capabilities.filter((name) => name !== 'session-course-coaches');
		return { KINDS: { ...KINDS, invented: { ...INVENTED, capabilities } } };
	});
	vi.resetModules();
});
afterAll(() => {
	vi.doUnmock('../src/operations/kind-table.js');
	vi.resetModules();
});

const invented = 'invented' as never;

describe('a kind of campus that is one more entry of the table', () => {
	it('is a value of the settings', async () => {
		const { parseConfig } = await import('../src/config.js');
		expect(parseConfig({ CHAMILO_KIND: 'invented', CHAMILO_SANDBOX: 'invented' })).toMatchObject({
			CHAMILO_KIND: 'invented',
			CHAMILO_SANDBOX: 'invented',
		});
		expect(() => parseConfig({ CHAMILO_KIND: 'unknown' })).toThrow('invented');
	});

	it('is detected by what the campus can do', async () => {
		const { detectCampus } = await import('../src/chamilo/detect.js');
		const { sendFault, startServer } = await import('./chamilo/small-server.js');
		const server = await startServer((response, { body }) => {
			const isMissing = /WSSubscribeTeacherToSessionCourse|WSUpdateUserOriginalIdFromUsername/.test(body);
			if (body.includes('WS.test')) sendFault(response, 'SOAP-ENV:Client', 'xml was empty', { 'X-SOAP-Server': '' });
			else if (isMissing) sendFault(response, 'SOAP-ENV:Client', 'Operation is not defined in the WSDL');
			else sendFault(response, 'Server', 'Secret key is not correct');
		});
		const { url, transport } = server;
		expect((await detectCampus({ url, transport, text: 'utf8', timeoutMs: 5000 })).kind).toBe('invented');
		await server.close();
	});

	it('has a contract, and the doctor calls it by its title', async () => {
		const { contractOf } = await import('../src/soap/contracts.js');
		const { KINDS } = await import('../src/operations/kinds.js');
		const { presetCampus } = await import('../src/chamilo/detect.js');
		const { titleOf } = await import('../src/chamilo/diagnosis/kind.js');
		expect(contractOf(KINDS[invented as '1.11'].contract).chamilo).toBe('1.11');
		expect(titleOf(presetCampus(invented))).toBe(INVENTED.title);
	});

	it('refuses what it lacks, and the document says so for every route', async () => {
		const { OPERATIONS } = await import('../src/operations/index.js');
		const { buildDocument } = await import('../src/http/openapi.js');
		const document = JSON.parse(buildDocument(OPERATIONS, '0.0.0'));
		for (const { id, method, path } of OPERATIONS) {
			const support: { kinds: string[] }[] = document.paths[path][method]['x-chamilo'];
			expect(
				support.flatMap(({ kinds }) => kinds),
				id,
			).toContain('invented');
		}
		const coaches = OPERATIONS.find(({ id }) => id === 'putSessionCourseCoach');
		const { supportOf } = await import('../src/operations/support.js');
		const support = coaches && supportOf(coaches).find(({ kinds }) => kinds.includes(invented));
		expect(support?.missing).toContain('courses of a session have coaches');
	});

	it('is a column of the README and named in openapi/README.md', async () => {
		const { OPERATIONS } = await import('../src/operations/index.js');
		const { withRouteDetails, withRouteSummary } = await import('../src/node/route-tables.js');
		const empty = '<!-- routes: written by npm run openapi -->\n<!-- /routes -->\n';
		const [, header = '', rule = '', ...rows] = withRouteSummary(empty, OPERATIONS).trim().split('\n').slice(1);
		expect(header).toContain(`| ${INVENTED.heading} |`);
		for (const line of [rule, ...rows.filter((row) => row.startsWith('| `'))]) {
			expect(line.split('|').length, line).toBe(header.split('|').length);
		}
		expect(withRouteDetails(empty, OPERATIONS)).toContain(INVENTED.heading);
	});

	it('is a sandbox, and a campus of the test suites', async () => {
		const { startBuiltInSandbox } = await import('../src/node/built-in-sandbox.js');
		const sandbox = await startBuiltInSandbox(invented);
		expect(sandbox.title).toContain('1.11');
		await sandbox.close();
		const { CAMPUS_KINDS, SANDBOXES } = await import('./support/kinds.js');
		expect(CAMPUS_KINDS).toContain('invented');
		expect(SANDBOXES[invented]).toEqual(INVENTED.sandbox);
	});
});

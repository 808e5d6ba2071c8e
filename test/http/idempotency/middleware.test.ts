import { type Context, Hono } from 'hono';
import { expect, it } from 'vitest';
import { createKeys } from '../../../src/cache/keys.js';
import { GatewayError } from '../../../src/errors.js';
import { mapMaybeAsync, type PlainResponse } from '../../../src/http/messages.js';
import { compose } from '../../../src/http/middleware/compose.js';
import { answerOncePerKey } from '../../../src/http/middleware/idempotency.js';
import { respondWithProblems } from '../../../src/http/middleware/problems.js';
import { createRequestContext, type RequestContext } from '../../../src/http/request-context.js';
import { toResponse } from '../../../src/http/responses.js';

type Work = (resumed: boolean, body: string, context: RequestContext) => PlainResponse;

const done = (body: string): PlainResponse => ({ status: 200, headers: {}, body });

/** The middleware around some work, which is told whether it was begun before. */
function appAround(work: Work): (key: string, body?: string) => Promise<Response> {
	const keys = createKeys({ campusUrl: 'https://campus.example.org', secret: 'key', hashed: false });
	const app = new Hono();
	const silent = () => undefined;
	const problems = respondWithProblems({ info: silent, warn: silent, error: silent, request: silent, audit: silent });
	const chain = [problems, answerOncePerKey({ keys, bodyLimit: 1_000, problems })];
	const handle = compose<Context>(chain, async (c, context) => work(context.resumed, await c.req.text(), context));
	app.post('/work', (c) => {
		const principal = { name: 'hr', scopes: new Set(['*'] as const) };
		return mapMaybeAsync(handle(c, { ...createRequestContext(c), requestId: 'id', principal }), toResponse);
	});
	return async (key, body = '') =>
		app.request('/work', { method: 'POST', headers: { 'Idempotency-Key': key }, ...(body ? { body } : {}) });
}

const isReplay = (response: Response) => response.headers.get('Idempotency-Replayed') === 'true';

it('a creation that is incomplete is given again: to create once more would be wrong', async () => {
	const send = appAround(() => {
		throw new GatewayError('creation-incomplete', 'It was created.', { extensions: { id: 7 } });
	});
	const [first, again] = [await send('k'), await send('k')];
	expect([first.status, isReplay(first), again.status, isReplay(again)]).toEqual([502, false, 502, true]);
	expect(await again.text()).toBe(await first.text());
	expect(again.headers.get('Content-Type')).toBe('application/problem+json');
});

it('every other failure is worked on again, by one who knows that it was begun', async () => {
	const told: boolean[] = [];
	const failures = [
		() => new GatewayError('outcome-unknown', 'Who knows.'),
		() => new GatewayError('partly-done', 'Half of it.'),
		() => new Error('a defect'),
	];
	const send = appAround((resumed) => {
		told.push(resumed);
		const failure = failures.shift();
		if (failure) throw failure();
		return done('done');
	});
	const statuses = [];
	for (let times = 0; times < 5; times += 1) statuses.push((await send('k')).status);
	expect(statuses).toEqual([502, 502, 500, 200, 200]);
	expect(told).toEqual([false, true, true, true]);
});

it('the work gets the body as it came', async () => {
	const send = appAround((_, body) => done(body.toUpperCase()));
	for (const body of ['', 'caf\u00e9', 'x'.repeat(1_000)]) {
		expect(await (await send(crypto.randomUUID(), body)).text()).toBe(body.toUpperCase());
	}
	expect((await send('k', 'x'.repeat(1_001))).status).toBe(413);
});

it('an answer that is too large is not kept', async () => {
	let works = 0;
	const send = appAround((_, body) => {
		works += 1;
		return done('x'.repeat(Number(body)));
	});
	for (const [size, times] of [
		[1024 * 1024, 1],
		[1024 * 1024 + 1, 2],
	] as const) {
		works = 0;
		for (let request = 0; request < 2; request += 1) {
			const answer = await send(`size-${size}`, String(size));
			expect((await answer.text()).length).toBe(size);
		}
		expect(works).toBe(times);
	}
});

it('a failure that changed nothing is no attempt: the next request with the key does not look for its effect', async () => {
	const told: boolean[] = [];
	const send = appAround((resumed, _body, context) => {
		told.push(resumed);
		context.isUnchanged = told.length < 3;
		throw new GatewayError('chamilo-unavailable', 'It is away.');
	});
	for (let times = 0; times < 4; times += 1) await send('k');
	expect(told).toEqual([false, false, false, true]);
});

it('a batch none of whose items was sent is no attempt either', async () => {
	const told: boolean[] = [];
	const send = appAround((resumed, _body, context) => {
		told.push(resumed);
		context.hasOpenParts = true;
		context.isUnchanged = told.length === 1;
		return { ...done('{}'), status: 207 };
	});
	for (let times = 0; times < 3; times += 1) await send('k');
	expect(told).toEqual([false, false, true]);
});

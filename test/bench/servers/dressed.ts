// The bare route of hono.ts with what every answer of the gateway has to have: a key that is known, the same headers, a
// line in the log. It counts and limits nothing, knows one user, and never looks whether its answer still stands.
import { hostname } from 'node:os';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createBufferedOutput } from '../../../src/node/fast/buffered-output.js';
import { createLogSink } from '../../../src/node/log-sink.js';
import { KEYS } from '../../support/stack.js';

const USER = JSON.stringify({ id: 6, firstname: 'Ada', lastname: 'L', field: 'external_user', value: '1504' });
const PROCESS = `"pid":${process.pid},"hostname":"${hostname()}"`;
const ignore = () => undefined;
const lines = createBufferedOutput(createLogSink({ stalled: ignore, recovered: ignore }), false);

const app = new Hono();
app.get('/users/:field/:value', (c) => {
	const started = performance.now();
	const requestId = c.req.header('X-Request-Id') ?? crypto.randomUUID();
	if (c.req.header('X-API-Key') !== KEYS.all) return c.body(null, 401);
	const response = new Response(USER, {
		headers: {
			'X-Content-Type-Options': 'nosniff',
			'Referrer-Policy': 'no-referrer',
			'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
			'Cache-Control': 'private, no-cache',
			'Strict-Transport-Security': 'max-age=31536000',
			'X-Request-Id': requestId,
			'RateLimit-Policy': '"minute";q=100000000;w=60',
			RateLimit: '"minute";r=99999999;t=60',
			ETag: '"669f8b7ace9e594fa66caf9fd8d736ab"',
			Age: '0',
			'Content-Type': 'application/json',
		},
	});
	const ms = Math.round((performance.now() - started) * 10) / 10;
	lines.write(
		`{"level":30,"time":${Date.now()},${PROCESS},"requestId":"${requestId}","key":"all","path":${JSON.stringify(c.req.path)},"operation":"getUser","method":"GET","status":200,"ms":${ms},"msg":"request"}\n`,
	);
	return response;
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
	process.stdout.write(`listens on http://127.0.0.1:${port}\n`);
});

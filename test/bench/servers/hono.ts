// The least a Hono server does for a JSON answer: the reference for answers from memory.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const USER = { id: 6, firstname: 'Ada', lastname: 'L', field: 'external_user', value: '1504', active: true };

const app = new Hono();
app.get('/users/:field/:value', (c) => c.json(USER));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
	process.stdout.write(`listens on http://127.0.0.1:${port}\n`);
});

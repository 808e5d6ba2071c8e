// What one writes first: Hono and `soap` with its defaults, no validation, nothing remembered.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createClientAsync } from 'soap';
import { CAMPUS_URL, WSDL } from './listen.js';
import { callsOf } from './node-soap.js';

const { createUser, listCourses } = callsOf(
	await createClientAsync(WSDL, {}, `${CAMPUS_URL}/main/webservices/soap.php`),
);
const app = new Hono();
app.post('/users', async (c) => c.json({ id: await createUser(await c.req.json()) }, 201));
app.get('/courses', async (c) => c.json(await listCourses()));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
	process.stdout.write(`listens on http://127.0.0.1:${port}\n`);
});

// A peer: fastify and `soap`.
import fastify from 'fastify';
import { createClientAsync } from 'soap';
import { CAMPUS_URL, WSDL } from './listen.js';
import { callsOf } from './node-soap.js';

const { createUser, listCourses } = callsOf(
	await createClientAsync(WSDL, {}, `${CAMPUS_URL}/main/webservices/soap.php`),
);
const app = fastify();
app.post('/users', async (request, reply) =>
	reply.status(201).send({ id: await createUser(request.body as Record<string, string>) }),
);
app.get('/courses', () => listCourses());
process.stdout.write(`listens on ${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);

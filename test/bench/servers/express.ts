// A peer: express and `strong-soap`, which neither has types of their own.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { Client } from 'soap';
import { CAMPUS_URL, listenAndTell, WSDL } from './listen.js';
import { createArguments } from './node-soap.js';

const require = createRequire(import.meta.url);
const express = require('express');
const { soap } = require('strong-soap');

const client = await new Promise<Client>((resolve, reject) =>
	soap.createClient(WSDL, { endpoint: `${CAMPUS_URL}/main/webservices/soap.php` }, (failure: unknown, made: Client) =>
		failure ? reject(failure) : resolve(made),
	),
);
type Method = (args: object, callback: (failure: unknown, result: Record<string, unknown>) => void) => void;
const call = (name: string, args: object) =>
	new Promise<Record<string, unknown>>((resolve, reject) => {
		const method = client[name] as Method;
		method(args, (failure, result) => (failure ? reject(failure) : resolve(result)));
	});

interface Exchange {
	body: Record<string, string>;
	status(code: number): Exchange;
	json(body: unknown): void;
}

const app = express();
app.use(express.json());
app.post('/users', async (request: Exchange, response: Exchange) => {
	const { Result, return: id } = await call('WSUser.CreateUser', createArguments(request.body));
	response.status(201).json({ id: Result ?? id });
});
app.get('/courses', async (_request: Exchange, response: Exchange) => {
	response.json(await call('WSCourse.ListCourses', { secret_key: 'x' }));
});
listenAndTell(createServer(app));

// The ceiling: posts an envelope that stood ready through a pool of undici, and answers JSON that stood ready. It reads
// the body it is sent and the reply it gets, and understands neither.
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { CAMPUS_URL, listenAndTell } from './listen.js';

const pool = new Pool(CAMPUS_URL);
const ANSWER = JSON.stringify({ id: 1001, field: 'external_user', value: '9001' });

const envelope = (service: string, name: string, members: string) =>
	Buffer.from(
		`<?xml version="1.0" encoding="ISO-8859-1"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:${service}" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:${name} xmlns:ns1="urn:${service}">${members}</ns1:${name}></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
	);
const member = (name: string, value: string) => `<${name} xsi:type="xsd:string">${value}</${name}>`;
const CALLS: Record<string, { name: string; body: Buffer }> = {
	'/users': {
		name: 'WSUser.CreateUser',
		body: envelope(
			'WSService',
			'WSUser.CreateUser',
			[
				member('secret_key', 'b5db2f4cd2dcd2a8cd4a6bdf7f8d4f3a1c0e6ab1'),
				...['Ada', 'Lovelace'].map((text, index) => member(['firstname', 'lastname'][index] ?? '', text)),
				member('status', '5'),
				member('loginname', 'ada'),
				member('password', 'first secret'),
				...['encrypt_method', 'email', 'language', 'phone', 'expiration_date'].map((name) => member(name, '')),
				member('user_id_field_name', 'external_user'),
				member('user_id_value', '9001'),
			].join(''),
		),
	},
	'/users/external_user/1504/disable': {
		name: 'WSUser.DisableUser',
		body: envelope(
			'WSService',
			'WSUser.DisableUser',
			[
				member('secret_key', 'b5db2f4cd2dcd2a8cd4a6bdf7f8d4f3a1c0e6ab1'),
				member('user_id_field_name', 'external_user'),
				member('user_id_value', '1504'),
			].join(''),
		),
	},
};

const server = createServer(async (request, response) => {
	request.resume();
	const call = CALLS[request.url ?? ''];
	if (!call) {
		response.writeHead(404).end();
		return;
	}
	const reply = await pool.request({
		method: 'POST',
		path: '/main/webservices/soap.php',
		headers: { 'Content-Type': 'text/xml; charset=ISO-8859-1', SOAPAction: `"urn:WSService#${call.name}"` },
		body: call.body,
	});
	await reply.body.arrayBuffer();
	response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': ANSWER.length });
	response.end(ANSWER);
});
listenAndTell(server);

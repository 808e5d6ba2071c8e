// A campus of Chamilo 1.9 that costs next to nothing: what is measured is the gateway before it. It knows who was
// created, answers in the words of the recorded replies, and reads requests by pattern.
import { createServer } from 'node:http';
import { listenAndTell } from './listen.js';

const USERS = new Map([['1504', 6]]);
const COURSES = 100;
let lastNumber = 1_000;

function create(externalId: string): number {
	lastNumber += 1;
	USERS.set(externalId, lastNumber);
	return lastNumber;
}

const texts = (body: string, element: string) =>
	[...body.matchAll(new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
const text = (body: string, element: string) => texts(body, element)[0] ?? '';
const string = (name: string, value: string | number) => `<${name} xsi:type="xsd:string">${value}</${name}>`;
const int = (name: string, value: number) => `<${name} xsi:type="xsd:int">${value}</${name}>`;
const list = (type: string, items: string[]) =>
	`<return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:${type}[${items.length}]">${items
		.map((item) => `<item xsi:type="tns:${type}">${item}</item>`)
		.join('')}</return>`;

const course = (id: number) =>
	[
		int('id', id),
		string('code', `COURSE${id}`),
		string('title', `Course number ${id} of the campus`),
		string('language', 'english'),
		int('visibility', 2),
		string('category_name', 'Language skills'),
		int('number_students', id % 40),
	].join('');
const COURSE_LIST = list(
	'course',
	Array.from({ length: COURSES }, (_, index) => course(index + 1)),
);

const OPERATIONS: Record<string, (body: string) => string> = {
	'WS.test': () => string('return', 'success'),
	WSGetUser(body) {
		const id = USERS.get(text(body, 'original_user_id_value'));
		const members = [
			string('user_id', id ?? ''),
			string('firstname', id ? 'Ada' : ''),
			string('lastname', id ? 'L' : ''),
		];
		return `<return xsi:type="tns:User">${members.join('')}</return>`;
	},
	WSUnsubscribeUserFromCourse: (body) =>
		list(
			'result',
			texts(body, 'original_user_id_values')
				.map((value) => USERS.get(value.replace(/<[^>]*>/g, '')) ?? '')
				.map((id) => string('original_user_id_values', id)),
		),
	'WSUser.CreateUser': (body) => `<return xsi:type="xsd:int">${create(text(body, 'user_id_value'))}</return>`,
	'WSUser.CreateUsers': (body) =>
		list(
			'user_create_result',
			texts(body, 'user_id_value').map((value) =>
				[
					string('user_id_value', value),
					int('user_id_generated', create(value)),
					`<result xsi:type="tns:result">${int('code', 0)}${string('message', 'Operation was successful')}</result>`,
				].join(''),
			),
		),
	'WSUser.DisableUser': () => '',
	'WSCourse.ListCourses': () => COURSE_LIST,
};

/** Lists inside of an item lie one element deeper. */
const flat = (body: string) =>
	body.replace(/<original_user_id_values [^>]*><item[^>]*>([^<]*)<\/item>/g, '<original_user_id_values>$1');

function replyTo(action: string, body: string): string {
	const name = action.slice(action.lastIndexOf('/') + 1).replace(/^.*[#:]|"/g, '');
	const answer = OPERATIONS[name];
	if (!answer) throw new Error(`the campus of the benchmark has no operation ${name}`);
	const service = /^WS(?:\w*\.)/.test(name) ? 'WSService' : 'WSRegistration';
	return `<?xml version="1.0" encoding="ISO-8859-1"?><SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:${service}"><SOAP-ENV:Body><ns1:${name}Response xmlns:ns1="urn:${service}">${answer(flat(body))}</ns1:${name}Response></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

const server = createServer(async (request, response) => {
	let body = '';
	for await (const chunk of request.setEncoding('utf8')) body += chunk;
	if (request.url?.endsWith('testip.php')) {
		response.end('127.0.0.1\n');
		return;
	}
	const reply = replyTo(String(request.headers.soapaction), body);
	response.writeHead(200, {
		'Content-Type': 'text/xml; charset=ISO-8859-1',
		'X-SOAP-Server': 'NuSOAP/0.9.5 (1.123)',
		'Content-Length': Buffer.byteLength(reply),
	});
	response.end(reply);
});
listenAndTell(server);

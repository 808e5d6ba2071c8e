import type { IncomingHttpHeaders } from 'node:http';
import { resolveType, type ServiceContract } from '../../soap/contract.js';
import type { Bytes } from '../php/bytes.js';
import type { PhpValue } from '../php/values.js';
import type { SoapElement } from './parser.js';
import type { SoapCall } from './request.js';
import { type Dumped, varDump } from './var-dump.js';

/** The parts of a request that appear in nusoap's debug output. */
export interface DebuggedRequest {
	serviceName: string;
	service: ServiceContract;
	headers: IncomingHttpHeaders;
	body: Buffer;
	/** Address of the peer. */
	peer: string;
}

/**
 * The debug output as nusoap appends it to a reply: an XML comment, with "--" separated, which comments must not have.
 */
export function asComment(debug: Bytes): Bytes {
	let text = debug;
	while (text.includes('--')) text = text.replaceAll('--', '- -');
	return `<!--\n${text}\n-->`;
}

/** One line with a timestamp. */
function line(by: string, text: Bytes): Bytes {
	return `${new Date().toISOString().replace('T', ' ').replace('Z', '000')} ${by}: ${text}\n`;
}

const server = (text: Bytes) => line('soap_server', text);
const wsdl = (text: Bytes) => line('wsdl', text);

/**
 * The debug output of parsing a request: the server variables, the headers twice, and every element of the request,
 * secrets included (F37).
 */
export function debugOfRequest(request: DebuggedRequest, call: SoapCall | undefined): Bytes {
	const { service, headers, body } = request;
	const variables = serverVariables(request);
	const names = Object.entries(variables).map(([name, value]) => [name.toLowerCase().replaceAll('_', '-'), value]);
	const headerNames = Object.fromEntries(names) as Record<string, string>;
	return [
		server(`_SERVER is defined:\n${varDump(variables)}`),
		server('In nusoap_server, set debug_flag=1 based on global flag'),
		server(`In service, request method=POST query string= strlen($data)=${body.length}`),
		server('In service, invoke the request'),
		server('entering parse_request()'),
		server('In parse_http_headers, use _SERVER'),
		...Object.entries(headerNames).map(([name, value]) => server(`${name}: ${value}`)),
		server(`Entering parseRequest() for data of length ${body.length} headers:\n${varDump(headerNames)}`),
		server(`Use encoding: ${headers['content-type'] ?? ''} when creating nusoap_parser`),
		line('nusoap_parser', `Entering nusoap_parser(), length=${body.length}`),
		call?.element ? parsed(call.element, call.args) : line('nusoap_parser', 'no root struct found'),
		server(`methodname: ${call?.operation ?? ''} methodURI: ${service.namespace}`),
		server('calling parser->get_soapbody()'),
		server('leaving parse_request'),
	].join('');
}

/** The debug output of a complete call. If the result is a struct or list, it includes all types of the service. */
export function debugOfCall(
	request: DebuggedRequest,
	call: SoapCall,
	outcome: { value: PhpValue } | { fault: string },
): Bytes {
	const { service } = request;
	const operation = operationData(request, call.operation);
	const before = [
		debugOfRequest(request, call),
		server(`in invoke_method, found WSDL operation=${call.operation}\nopData=${varDump(operation)}`),
		server('in invoke_method, no class to try'),
		server(`in invoke_method, params:\n${varDump(call.args)}`),
		server(`in invoke_method, calling '${call.operation}'`),
	].join('');
	if ('fault' in outcome) {
		// PHP dumps the whole fault object, which includes nusoap's namespace and type tables.
		const object = { faultcode: outcome.fault, soap_defencoding: 'ISO-8859-1', namespaces: NAMESPACES, typemap: TYPES };
		return `${before}${server(`in invoke_method, methodreturn:\n${varDump(object)}`)}${server('got a fault object from method')}${server('Enter send_response')}`;
	}
	const output = service.operations[call.operation]?.output ?? 'xsd:string';
	return [
		before,
		server(`in invoke_method, methodreturn:\n${varDump(outcome.value)}`),
		wsdl(`in serializeRPCParameters: operation=${call.operation}, direction=output\n${varDump([outcome.value])}`),
		wsdl(`in serializeRPCParameters: opData:\n${varDump(operation)}`),
		...(resolveType(service, output).kind === 'scalar' ? [] : [debugOfTypes(service)]),
		serialized('return', output, outcome.value, service),
		server('serializing response'),
		server('Leaving serialize_return'),
		server('Enter send_response'),
	].join('');
}

/** The debug output after the WSDL: the registrations of all types and operations. */
export function debugOfWsdl(request: Omit<DebuggedRequest, 'body'>): Bytes {
	const { service } = request;
	const operations = Object.keys(service.operations).map((name) => varDump(operationData(request, name)));
	return [
		server(`_SERVER is defined:\n${varDump(serverVariables(request))}`),
		server('In service, this is a request for WSDL'),
		debugOfTypes(service),
		wsdl(`serialize: schemas\n${debugOfTypes(service)}`),
		...operations.map((dump) => wsdl(`addOperation: opData=\n${dump}`)),
		...operations.map((dump) => wsdl(`serialize: binding\n${dump}`)),
		debugOfTypes(service),
	].join('');
}

const NAMESPACES = {
	'SOAP-ENV': 'http://schemas.xmlsoap.org/soap/envelope/',
	xsd: 'http://www.w3.org/2001/XMLSchema',
	xsi: 'http://www.w3.org/2001/XMLSchema-instance',
	'SOAP-ENC': 'http://schemas.xmlsoap.org/soap/encoding/',
};

const TYPES = Object.fromEntries(
	Object.values(NAMESPACES).map((namespace) => [
		namespace,
		Object.fromEntries('string boolean float double decimal dateTime int integer array'.split(' ').map((t) => [t, t])),
	]),
);

function serverVariables({ headers, service, peer, ...request }: Omit<DebuggedRequest, 'body'> & { body?: Buffer }) {
	const [host = '', port = '80'] = String(headers.host ?? '').split(':');
	const sent = Object.entries(headers).map(([name, value]) => [
		`HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
		Array.isArray(value) ? value.join(', ') : String(value ?? ''),
	]);
	return {
		USER: 'www-data',
		HOME: '/var/www',
		FCGI_ROLE: 'RESPONDER',
		CONTENT_TYPE: headers['content-type'] ?? '',
		CONTENT_LENGTH: String(request.body?.length ?? ''),
		...(Object.fromEntries(sent) as Record<string, string>),
		'proxy-nokeepalive': '1',
		ap_trust_cgilike_cl: '1',
		SERVER_SIGNATURE: '',
		SERVER_ADDR: '127.0.0.1',
		SERVER_ADMIN: '[no address given]',
		CONTEXT_PREFIX: '',
		QUERY_STRING: '',
		REMOTE_PORT: '50000',
		REQUEST_TIME: String(Math.floor(Date.now() / 1000)),
		PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
		SERVER_SOFTWARE: 'Apache/2.4.71 (Debian)',
		SERVER_NAME: host,
		SERVER_PORT: port,
		REMOTE_ADDR: peer,
		DOCUMENT_ROOT: '/var/www/chamilo',
		REQUEST_SCHEME: 'http',
		CONTEXT_DOCUMENT_ROOT: '/var/www/chamilo',
		SCRIPT_FILENAME: `/var/www/chamilo${service.path}`,
		GATEWAY_INTERFACE: 'CGI/1.1',
		SERVER_PROTOCOL: 'HTTP/1.1',
		REQUEST_METHOD: request.body ? 'POST' : 'GET',
		REQUEST_URI: service.path,
		SCRIPT_NAME: service.path,
		PHP_SELF: service.path,
	};
}

/** A dump of all parsed elements; the operation and its struct include the values of their children. */
function parsed(root: SoapElement, args: readonly PhpValue[]): Bytes {
	const rows: Dumped[] = [];
	const visit = (element: SoapElement, parent: number, depth: number): void => {
		const pos = rows.length;
		rows.push({
			pos,
			children: element.children.map((_, index) => `|${pos + index + 1}`).join(''),
			cdata: element.text,
			depth,
			parent,
			status: 'method',
			name: element.name,
			attrs: { 'xsi:type': element.type === undefined ? '' : `xsd:${element.type}` },
			type: element.type ?? '',
			typePrefix: 'xsd',
			type_namespace: element.typeNamespace ?? NAMESPACES.xsd,
			namespace: element.namespace,
			result:
				element.children.length === 0 ? element.text : depth < 4 ? args : element.children.map(({ text }) => text),
		});
		for (const child of element.children) visit(child, pos, depth + 1);
	};
	visit(root, 1, 2);
	return (
		line('nusoap_parser', `in nusoap_parser ctor, message:\n${varDump(rows)}`) +
		line('nusoap_parser', `parsed successfully, found root struct: 2 of name ${root.name}`)
	);
}

function operationData({ serviceName, service, headers }: Omit<DebuggedRequest, 'body'>, name: string): Dumped {
	const operation = service.operations[name];
	const message = (suffix: string, parts: Dumped) => ({
		use: 'encoded',
		namespace: service.namespace,
		encodingStyle: NAMESPACES['SOAP-ENC'],
		message: `${name}${suffix}`,
		parts,
	});
	return {
		name,
		binding: `${serviceName}Binding`,
		endpoint: `http://${headers.host ?? ''}${service.path}`,
		soapAction: operation?.soapAction ?? '',
		style: 'rpc',
		input: message('Request', Object.fromEntries(operation?.input ?? [])),
		output: message('Response', { return: operation?.output ?? null }),
		namespace: service.namespace,
		transport: 'http://schemas.xmlsoap.org/soap/http',
		documentation: 'This service does what its name says',
	};
}

function debugOfTypes(service: ServiceContract): Bytes {
	return Object.entries(service.types)
		.map(([name, type]) => {
			const members = 'members' in type ? type.members : [];
			const attributes = 'arrayOf' in type ? { ref: 'SOAP-ENC:arrayType', arrayType: `${type.arrayOf}[]` } : {};
			const definition = varDump({
				name,
				typeClass: 'complexType',
				phpType: 'arrayOf' in type ? 'array' : 'struct',
				compositor: 'arrayOf' in type ? '' : 'all',
				restrictionBase: 'arrayOf' in type ? 'SOAP-ENC:Array' : '',
				elements: Object.fromEntries(members.map(([member, of]) => [member, { name: member, type: of, form: '' }])),
				attrs: attributes,
			});
			return line('xmlschema', `addComplexType ${name}:\n${definition}`);
		})
		.join('');
}

/** The debug output of serializing a value. Each struct lists all its members with their types. */
function serialized(name: string, type: string, value: PhpValue, service: ServiceContract): Bytes {
	const resolved = resolveType(service, type);
	const opening = [
		wsdl(`in serializeType: name=${name}, type=${type}, use=encoded, encodingStyle=, unqualified=qualified\nvalue=`),
		varDump(value),
		wsdl(`in serializeType: got a prefixed type: ${type}`),
		wsdl(`in serializeType: expanded prefixed type: ${type}, ${service.namespace}`),
		wsdl(`in getTypeDef: type=${type}, ns=${service.namespace}`),
		wsdl(`in getTypeDef: have schema for namespace ${service.namespace}`),
		wsdl(`in serializeType: uqType: ${type}, ns: ${service.namespace}, phptype: ${resolved.kind}`),
	];
	if (resolved.kind === 'scalar') return [...opening, wsdl(`in serializeType: returning: <${name}>`)].join('');
	if (resolved.kind === 'list') {
		const items = value instanceof Map ? [...value.values()] : [];
		return [...opening, ...items.map((item) => serialized('item', resolved.item, item, service))].join('');
	}
	const definition = {
		name: type,
		elements: Object.fromEntries(resolved.members.map(([m, of]) => [m, { name: m, of }])),
	};
	const members = resolved.members.map(([member, of]) => {
		const given = value instanceof Map ? value.get(member) : undefined;
		if (given !== undefined && given !== null) return serialized(member, of, given, service);
		return wsdl(`in serializeComplexTypeElements: no value for ${member} of type ${of}\n${varDump(definition)}`);
	});
	const dump = varDump(definition);
	return [
		...opening,
		wsdl(`in serializeType: typeDef:\n${dump}`),
		wsdl(`in serializeComplexTypeElements: typeDef:\n${dump}`),
		...members,
	].join('');
}

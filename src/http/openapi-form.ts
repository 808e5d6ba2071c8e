/** Changes of form that make the document right for code generators and linters. */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Members = { [name: string]: Json };

function isObject(value: Json | undefined): value is Members {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The document with
 * - defaults in words: generators make a member with a `default` required;
 * - enumerations that can be null as `anyOf`: many generators lose the null;
 * - the schema of each parameter in its place: one name for two components is two types of one name;
 * - no examples of parameters that can be left out: Swagger UI would fill them in, and filter what is to be seen;
 * - the headers that every response has.
 */
export function inGoodForm(document: object): object {
	const copy = changed(JSON.parse(JSON.stringify(document)) as Json) as Members;
	inlineParameters(copy);
	emptyOptional(copy);
	addHeaders(copy);
	return copy;
}

function changed(value: Json): Json {
	if (Array.isArray(value)) return value.map(changed);
	if (!isObject(value)) return value;
	const members = Object.fromEntries(
		// What is an example is no schema.
		Object.entries(value).map(([name, member]) => [name, /^examples?$/.test(name) ? member : changed(member)]),
	);
	return withoutDefault(withoutNull(members));
}

function withoutDefault({ default: value, ...schema }: Members): Members {
	// A member of that name is a schema, and the default response is an object too.
	if (value === undefined || isObject(value)) return value === undefined ? schema : { ...schema, default: value };
	const { description } = schema;
	const words = `Default: \`${typeof value === 'string' ? value : JSON.stringify(value)}\`.`;
	return { ...schema, description: typeof description === 'string' ? `${description} ${words}` : words };
}

function withoutNull(schema: Members): Members {
	const { type, enum: values, ...others } = schema;
	if (!Array.isArray(values) || !values.includes(null) || !Array.isArray(type)) return schema;
	const [word = 'string'] = type.filter((one) => one !== 'null');
	return { anyOf: [{ type: word, enum: values.filter((one) => one !== null) }, { type: 'null' }], ...others };
}

function inlineParameters({ components }: Members): void {
	if (!isObject(components)) return;
	const { parameters, schemas } = components;
	if (!isObject(parameters) || !isObject(schemas)) return;
	for (const [name, parameter] of Object.entries(parameters)) {
		if (!isObject(parameter) || schemas[name] === undefined) continue;
		parameter.schema = schemas[name];
		delete schemas[name];
	}
}

function emptyOptional({ paths }: Members): void {
	for (const operation of operationsOf(paths)) {
		for (const parameter of Array.isArray(operation.parameters) ? operation.parameters : []) {
			if (!isObject(parameter) || parameter.required === true) continue;
			delete parameter.example;
			if (isObject(parameter.schema)) delete parameter.schema.example;
		}
	}
}

function operationsOf(paths: Json | undefined): Members[] {
	const methods = isObject(paths) ? Object.values(paths).filter(isObject) : [];
	return methods.flatMap((path) => Object.values(path).filter(isObject));
}

const HEADERS: Members = {
	RequestId: {
		description: 'Names this request in the log of the gateway: the one that was sent, or a new one.',
		schema: { type: 'string' },
	},
	ApiVersion: { description: 'The version of the gateway, as `info.version`.', schema: { type: 'string' } },
	Authenticate: { description: 'How to send a key or token (RFC 9110).', schema: { type: 'string' } },
};
const OF_ALL: Members = {
	'X-Request-Id': { $ref: '#/components/headers/RequestId' },
	'Api-Version': { $ref: '#/components/headers/ApiVersion' },
};

function addHeaders({ components, paths }: Members): void {
	if (!isObject(components) || !isObject(paths)) return;
	components.headers = HEADERS;
	for (const [name, response] of Object.entries(isObject(components.responses) ? components.responses : {})) {
		addTo(response, name.split('.').includes('unauthorized'));
	}
	for (const { responses } of operationsOf(paths)) {
		if (!isObject(responses)) continue;
		for (const response of Object.values(responses)) addTo(response, false);
	}
}

function addTo(response: Json | undefined, isUnauthorized: boolean): void {
	if (!isObject(response) || '$ref' in response) return;
	const challenge: Members = isUnauthorized
		? { 'WWW-Authenticate': { $ref: '#/components/headers/Authenticate' } }
		: {};
	response.headers = { ...OF_ALL, ...challenge, ...(isObject(response.headers) ? response.headers : {}) };
}

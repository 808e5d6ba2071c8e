// Reads an OpenAPI document on standard input, writes its types for TypeScript: `npm run openapi` runs it, with a package
// that only development needs.
import { stdin, stdout } from 'node:process';
import { json } from 'node:stream/consumers';
import openapiTypes, { astToString } from 'openapi-typescript';

const document = await json(stdin);
// The name of a response tells its codes: so the types of a route know which problems it can have.
for (const [name, { content }] of Object.entries(document.components.responses)) {
	const media = content['application/problem+json'];
	const codes = { type: 'object', required: ['code'], properties: { code: { type: 'string', enum: name.split('.') } } };
	media.schema = { allOf: [media.schema, codes] };
}
const types = await openapiTypes(document, { defaultNonNullable: false });
stdout.write(`// Written by \`npm run openapi\`.\n${astToString(types)}`);

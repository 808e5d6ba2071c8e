// Reads an OpenAPI document on standard input, writes its types for TypeScript: `npm run openapi` runs it, with a package
// that only development needs.
import { stdin, stdout } from 'node:process';
import { json } from 'node:stream/consumers';
import openapiTypes, { astToString } from 'openapi-typescript';

const document = await json(stdin);
const types = await openapiTypes(document, { defaultNonNullable: false });
stdout.write(`// Written by \`npm run openapi\`.\n${astToString(types)}`);

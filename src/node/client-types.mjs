// Reads an OpenAPI document on standard input, writes its types for TypeScript: `npm run openapi` runs it, with a package
// that only development needs.
import { readFileSync } from 'node:fs';
import { stdout } from 'node:process';
import openapiTypes, { astToString } from 'openapi-typescript';

const document = JSON.parse(readFileSync(0, 'utf8'));
const types = await openapiTypes(document, { defaultNonNullable: false });
stdout.write(`// Written by \`npm run openapi\`.\n${astToString(types)}`);

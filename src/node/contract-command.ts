import { writeFile } from 'node:fs/promises';
import type { Contract } from '../soap/contract.js';
import { type Command, CommandLineError, readArguments } from './command-line.js';
import { compileWsdl, loadWsdl } from './compile-wsdl.js';
import { committedContracts, operationTypes } from './operation-types.js';

const TYPES_FILE = 'src/soap/soap-operations.ts';

/**
 * `npm run contract -- [--chamilo 1.9] URL|FILE …`: compiles WSDLs into `openapi/contract-<version>.json`, and writes
 * the types of all contracts there. A campus root may be given in place of its two WSDLs.
 * `npm run contract -- --types` writes the types alone, as after a change of the amendments.
 */
export const CONTRACT: Command = {
	usage: 'usage: npm run contract -- [--chamilo VERSION] CAMPUS-URL | WSDL-URL … | WSDL-FILE … | --types\n',
	run: compileContract,
};

async function compileContract(args: string[]): Promise<number> {
	const { values, positionals } = readArguments({
		args,
		allowPositionals: true,
		options: { chamilo: { type: 'string', default: '1.9' }, types: { type: 'boolean' } },
	});
	const { chamilo, types } = values;
	if (types && positionals.length === 0) return writeTypes();
	const sources = positionals.flatMap((source) =>
		/\.php\?wsdl$|\.wsdl$|\.xml$/.test(source) ? [source] : wsdlsOf(source),
	);
	if (types || sources.length === 0) throw new CommandLineError('Name a campus, or its WSDLs.');
	const contract: Contract = { chamilo, services: {} };
	for (const source of sources) {
		const { name, service } = await compileWsdl(await loadWsdl(source));
		contract.services[name] = service;
		process.stdout.write(`${name}: ${Object.keys(service.operations).length} operations from ${source}\n`);
	}
	const file = `openapi/contract-${chamilo}.json`;
	await writeFile(file, `${formatContract(contract)}\n`);
	process.stdout.write(`wrote ${file}\n`);
	return writeTypes();
}

async function writeTypes(): Promise<number> {
	await writeFile(TYPES_FILE, operationTypes(await committedContracts('openapi')));
	process.stdout.write(`wrote ${TYPES_FILE}\n`);
	return 0;
}

function wsdlsOf(campus: string): string[] {
	const root = campus.replace(/\/+$/, '');
	return ['soap.php', 'registration.soap.php'].map((file) => `${root}/main/webservices/${file}?wsdl`);
}

/** JSON with one operation or type a line, so that a changed WSDL shows as a short diff. */
function formatContract(contract: Contract): string {
	return JSON.stringify(contract, null, '\t').replace(
		/(\n\t{4}"[^"]+": )\{[\s\S]*?\n\t{4}\}/g,
		(entry, head: string) => {
			const body = entry.slice(head.length);
			return head + JSON.stringify(JSON.parse(body));
		},
	);
}

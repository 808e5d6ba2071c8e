import { parseArgs } from 'node:util';
import { releaseTitle, type SandboxOptions, startSandbox } from '../sandbox/index.js';

/** `npm run sandbox [-- --port 8088 --chamilo 1.11 --php 7]`: the sandbox alone, until a signal stops it. */
export async function sandboxCommand(args: string[]): Promise<number | undefined> {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: process.env.PORT ?? '8088' },
			host: { type: 'string', default: '127.0.0.1' },
			chamilo: { type: 'string', default: '1.9' },
			php: { type: 'string' },
		},
	});
	const kind = kindOfFlags(values.chamilo, values.php);
	if (!kind) {
		process.stderr.write('usage: npm run sandbox [-- --port N --host ADDRESS --chamilo 1.9|1.11 --php 5|7]\n');
		return 2;
	}
	const sandbox = await startSandbox({ port: Number(values.port), host: values.host, ...kind });
	process.stdout.write(
		[
			`A ${releaseTitle(sandbox.kind)} in a box listens on ${sandbox.url}`,
			`  soap.php          ${sandbox.url}/main/webservices/soap.php?wsdl`,
			`  registration      ${sandbox.url}/main/webservices/registration.soap.php?wsdl`,
			`  security key      ${sandbox.securityKey}`,
			`  state, journal    ${sandbox.url}/sandbox/state  ${sandbox.url}/sandbox/journal`,
			'',
			'Point a gateway at it:',
			`  CHAMILO_URL=${sandbox.url} CHAMILO_SECURITY_KEY=${sandbox.securityKey} API_KEYS=… npm start`,
			'',
		].join('\n'),
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => void sandbox.close().then(() => process.exit(0)));
	}
	return undefined;
}

/** The sandbox options of the flags; undefined where there is no such campus. */
function kindOfFlags(chamilo: string, php: string | undefined): SandboxOptions | undefined {
	if (chamilo === '1.9' && php === undefined) return { chamilo };
	if (chamilo !== '1.11' || !['5', '7', undefined].includes(php)) return undefined;
	return { chamilo, php: php === '7' ? 7 : 5 };
}

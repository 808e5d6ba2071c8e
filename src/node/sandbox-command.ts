import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/index.js';

/** `npm run sandbox [-- --port 8088]`: the sandbox alone, until a signal comes. */
export async function sandboxCommand(args: string[]): Promise<number | undefined> {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: process.env.PORT ?? '8088' },
			host: { type: 'string', default: '127.0.0.1' },
		},
	});
	const sandbox = await startSandbox({ port: Number(values.port), host: values.host });
	process.stdout.write(
		[
			`A Chamilo 1.9 in a box listens on ${sandbox.url}`,
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

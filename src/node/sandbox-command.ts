import { parseArgs } from 'node:util';
import { type Release, readRelease, releaseTitle, startSandbox } from '../sandbox/index.js';

/** `npm run sandbox [-- --port 8088 --chamilo 1.11.32 --php 8]`: the sandbox alone, until a signal stops it. */
export async function sandboxCommand(args: string[]): Promise<number | undefined> {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: process.env.PORT ?? '8088' },
			host: { type: 'string', default: '127.0.0.1' },
			chamilo: { type: 'string', default: '1.9' },
			php: { type: 'string' },
			'raw-post-data': { type: 'boolean' },
		},
	});
	const release = releaseOfFlags(values.chamilo, values.php, values['raw-post-data']);
	if (typeof release === 'string') {
		process.stderr.write(`${release}\n${USAGE}\n`);
		return 2;
	}
	const sandbox = await startSandbox({
		port: Number(values.port),
		host: values.host,
		...release,
	});
	process.stdout.write(
		[
			`A simulated ${releaseTitle(sandbox.kind)} listens on ${sandbox.url}`,
			`  soap.php          ${sandbox.url}/main/webservices/soap.php?wsdl`,
			`  registration      ${sandbox.url}/main/webservices/registration.soap.php?wsdl`,
			`  security key      ${sandbox.securityKey}`,
			...(sandbox.kind.chamilo === '1.11.32'
				? [`  JSON API          ${sandbox.url}/main/webservices/api/v2.php, user admin, key ${sandbox.apiKey}`]
				: []),
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

const USAGE =
	'usage: npm run sandbox [-- --port N --host ADDRESS --chamilo 1.9|1.11|1.11.32 --php 5|7|8 --raw-post-data';

/** The release that the flags name, or why there is none. */
function releaseOfFlags(chamilo: string, php?: string, rawPostData?: boolean): Release | string {
	return readRelease({
		chamilo,
		...(php === undefined ? {} : { php: Number(php) }),
		...(rawPostData === undefined ? {} : { rawPostData }),
	});
}

import { type Release, readRelease, releaseTitle, startSandbox } from '../sandbox/index.js';
import { type Command, CommandLineError, calledAs, readArguments, readPort } from './command-line.js';

/** `npm run sandbox [-- --port 8088 --chamilo 1.11.32 --php 8]`: the sandbox alone, until a signal stops it. */
export const SANDBOX: Command = {
	usage: `usage: ${calledAs('sandbox')} [OPTION…]

Runs a simulated Chamilo with demo data, until a signal stops it. Its state is in memory.

  --port N           8088
  --host ADDRESS     127.0.0.1
  --chamilo VERSION  1.9 (default), 1.11 or 1.11.32
  --php N            5, 7 or 8
  --raw-post-data    soap.php answers on PHP 7 and later too
`,
	run: runSandbox,
};

async function runSandbox(args: string[]): Promise<undefined> {
	const { values } = readArguments({
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
	if (typeof release === 'string') throw new CommandLineError(release);
	const sandbox = await startSandbox({
		port: readPort(values.port),
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

/** The release that the flags name, or why there is none. */
function releaseOfFlags(chamilo: string, php?: string, rawPostData?: boolean): Release | string {
	return readRelease({
		chamilo,
		...(php === undefined ? {} : { php: Number(php) }),
		...(rawPostData === undefined ? {} : { rawPostData }),
	});
}

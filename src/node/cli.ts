import packageJson from '../../package.json' with { type: 'json' };
import { runCommandLine } from './command-line.js';

const USAGE = `usage: chamilo-gateway [COMMAND] [OPTION…]

  serve      run the gateway (default); the built-in sandbox stands behind it when CHAMILO_URL is not set
  sandbox    run the sandbox alone: a simulated Chamilo, to test your own SOAP client against
  doctor     look the campus over and say what to do
  import     import users, courses, sessions or enrolments from a file
  sync       make the campus have the users and enrolments of a file, every night
  mapping    propose how the columns of a file become members
  key        make an API key

  COMMAND --help   the options of a command
  --version        the version of the gateway

Settings are environment variables; README.md lists them.
`;

await runCommandLine({
	usage: USAGE,
	version: packageJson.version,
	// Each is loaded only when it is run, with the packages that only it needs.
	commands: {
		serve: async () => (await import('./serve-command.js')).SERVE,
		sandbox: async () => (await import('./sandbox-command.js')).SANDBOX,
		doctor: async () => (await import('./doctor-command.js')).DOCTOR,
		import: async () => (await import('./import/command.js')).IMPORT,
		sync: async () => (await import('./sync/command.js')).SYNC,
		mapping: async () => (await import('./mapping/command.js')).MAPPING,
		key: async () => (await import('./key.js')).KEY,
	},
	byDefault: 'serve',
});

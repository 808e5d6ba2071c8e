/** The commands that make sense in the repository only, so the package does not have them: `npm run openapi`, `npm run contract`. */
import { runCommandLine } from './command-line.js';

await runCommandLine({
	usage: 'usage: npm run contract, npm run openapi; each with `-- --help`\n',
	commands: {
		contract: async () => (await import('./contract-command.js')).CONTRACT,
		openapi: async () => (await import('./openapi-command.js')).OPENAPI,
	},
});

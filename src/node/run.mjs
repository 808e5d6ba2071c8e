// `node src/node/run.mjs serve …`: sets up, builds, then becomes the command line of the gateway. It runs in this
// process and not in a child, so signals, the exit code and standard input are the gateway's own.
import { argv, exit, setSourceMapsEnabled } from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { say, setup } from './setup.mjs';

setup();
let cli;
try {
	cli = await build();
} catch {
	say('The build failed; the lines above say where.');
	exit(1);
}
setSourceMapsEnabled(true);
argv[1] = cli;
await import(pathToFileURL(cli).href);

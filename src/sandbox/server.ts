// The public interface of the sandbox: starting, inspecting, controlling and stopping it. Requests are handled in
// site.ts.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoggedCall } from './call-log.js';
import type { Campus } from './campus/campus.js';
import type { Faults } from './faults.js';
import { type Release, releaseOf } from './release.js';
import { Site } from './site.js';
import type { SiteOptions } from './site-options.js';

export interface SandboxOptions extends SiteOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	host?: string;
}

export interface Sandbox {
	/** Root of the campus, without a slash at the end. */
	readonly url: string;
	readonly securityKey: string;
	/** The key of the administrator `admin` for Chamilo's own JSON API, which 1.11.32 has. */
	readonly apiKey: string;
	/** The in-memory database; replaced by reset(). */
	readonly campus: Campus;
	readonly journal: readonly LoggedCall[];
	readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>;
	readonly kind: Release;
	/** Switches to another release at run time. Users, courses and sessions are kept; members left out get defaults. */
	switchTo(release: Partial<Release>): void;
	/** Restores the seed and clears the call log and the faults. The release is kept. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts an HTTP server that simulates the SOAP services of Chamilo 1.9.8, 1.11.6 or 1.11.32. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const host = options.host ?? '127.0.0.1';
	const site = new Site(options);
	const server = createServer((request, response) => {
		site.handle(request, response).catch((error: unknown) => {
			options.log?.(`sandbox error: ${error instanceof Error ? error.stack : String(error)}`);
			if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
			response.end('The sandbox itself has failed.\n');
		});
	});
	await listen(server, options.port ?? 0, host);
	const { port } = server.address() as AddressInfo;
	site.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
	return {
		url: site.url,
		securityKey: site.securityKey,
		apiKey: site.apiKey,
		get campus() {
			return site.campus;
		},
		journal: site.journal.entries,
		faults: site.faults,
		get kind() {
			return site.profile.release;
		},
		switchTo: (release) => site.switchTo(releaseOf(release)),
		reset: () => site.reset(),
		close: () => close(server),
	};
}

function listen(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => resolve());
	});
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

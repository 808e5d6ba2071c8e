import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoggedCall } from './call-log.js';
import type { Campus } from './campus/campus.js';
import type { Faults } from './faults.js';
import { type Release, releaseOf } from './release.js';
import { Site, type SiteOptions } from './site.js';

// The sandbox as its users see it: how it is started, observed, changed and stopped. What it answers is in site.ts.

export interface SandboxOptions extends SiteOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	host?: string;
}

export interface Sandbox {
	/** Root of the campus, without a slash at the end. */
	readonly url: string;
	readonly securityKey: string;
	/** The state behind the services; replaced by reset(). */
	readonly campus: Campus;
	readonly journal: readonly LoggedCall[];
	readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>;
	readonly kind: Release;
	/** Makes it another Chamilo under way, people, courses and sessions kept; settings left out are at their defaults. */
	switchTo(kind: Partial<Release>): void;
	/** Back to the seed: state, journal and faults. The kind stays. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts a server that behaves like a Chamilo 1.9.8 or 1.11.6 on the wire. */
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
		get campus() {
			return site.campus;
		},
		journal: site.journal.entries,
		faults: site.faults,
		get kind() {
			return site.profile.release;
		},
		switchTo: (kind) => site.switchTo(releaseOf(kind)),
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

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port, and says where in the words the harness waits for. */
export function listenAndTell(server: Server): void {
	server.listen(0, '127.0.0.1', () => {
		const { port } = server.address() as AddressInfo;
		process.stdout.write(`listens on http://127.0.0.1:${port}\n`);
	});
}

/** Address of the campus behind a contestant. */
export const CAMPUS_URL = process.env.CHAMILO_URL ?? '';
export const WSDL = process.env.BENCH_WSDL ?? '';

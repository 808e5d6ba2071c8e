import { connect } from 'node:net';

const MOST_MS = 5_000;

/** The address of this machine in a connection to the host of a URL; undefined where none comes about. */
export function localAddressTo(url: string): Promise<string | undefined> {
	const { protocol, hostname, port } = new URL(url);
	const host = hostname.replace(/^\[(.*)\]$/, '$1');
	const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80), timeout: MOST_MS });
	return new Promise((resolve) => {
		const end = (address: string | undefined) => {
			socket.destroy();
			resolve(address?.replace(/^::ffff:/, ''));
		};
		socket.once('connect', () => end(socket.localAddress));
		socket.once('error', () => end(undefined));
		socket.once('timeout', () => end(undefined));
	});
}

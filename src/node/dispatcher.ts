import { rootCertificates } from 'node:tls';
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { correcting } from './corrected-socket.js';

/** How a campus is reached over the network. Certificates and keys are PEM. */
export interface Network {
	httpProxy?: string | undefined;
	httpsProxy?: string | undefined;
	/** Hosts that are reached without a proxy, separated by commas. */
	noProxy?: string | undefined;
	/** Authorities that are trusted besides those of Node. */
	ca?: string | undefined;
	clientCert?: string | undefined;
	clientKey?: string | undefined;
}

/** Longest time in which a connection is made, in milliseconds. A deadline that is shorter ends it sooner. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Never behind a proxy. */
const LOOPBACK = 'localhost,127.0.0.1,[::1]';

/**
 * Opens a pool of connections to an origin, behind a proxy where one is set.
 * @param onUnconnected is told each error of a connection that was never made: no request was sent on it.
 */
export function openDispatcher(origin: string, network: Network, onUnconnected: (failure: Error) => void): Dispatcher {
	const { httpProxy, httpsProxy, noProxy, ca, clientCert, clientKey } = network;
	const tls = {
		...(ca ? { ca: [...rootCertificates, ca] } : {}),
		...(clientCert && clientKey ? { cert: clientCert, key: clientKey } : {}),
	};
	function factory(url: string | URL, options: Pool.Options): Pool {
		const connect =
			typeof options.connect === 'function' ? options.connect : buildConnector({ ...tls, timeout: CONNECT_TIMEOUT_MS });
		const pool = new Pool(url, { ...options, headersTimeout: 0, bodyTimeout: 0, connect: correcting(connect) });
		pool.on('connectionError', (_origin, _targets, failure) => onUnconnected(failure));
		return pool;
	}
	if (!httpProxy && !httpsProxy) return factory(origin, {});
	return new EnvHttpProxyAgent({
		httpProxy: httpProxy ?? '',
		httpsProxy: httpsProxy ?? '',
		noProxy: [LOOPBACK, noProxy ?? ''].join(','),
		// Proxies make tunnels to TLS ports alone, as Squid does when it is new: http is asked for by its whole address.
		proxyTunnel: false,
		requestTls: { ...tls, timeout: CONNECT_TIMEOUT_MS },
		factory: factory as (origin: string | URL, options: object) => Dispatcher,
	});
}

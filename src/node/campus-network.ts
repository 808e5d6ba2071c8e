import type { CampusAddress } from '../chamilo/connect.js';
import type { Config } from '../config.js';
import { createUndiciTransport } from './undici-transport.js';

/** The transport to a campus by the settings: proxy, certificates. */
export function createCampusTransport({ url }: Pick<CampusAddress, 'url'>, config: Config) {
	return createUndiciTransport(url, {
		httpProxy: config.HTTP_PROXY,
		httpsProxy: config.HTTPS_PROXY,
		noProxy: config.NO_PROXY,
		ca: config.CHAMILO_CA,
		clientCert: config.CHAMILO_CLIENT_CERT,
		clientKey: config.CHAMILO_CLIENT_KEY,
	});
}

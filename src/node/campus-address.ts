import type { CampusAddress } from '../chamilo/connect.js';
import { apiCredentialsOf, type Config } from '../config.js';
import { type BuiltInSandbox, startBuiltInSandbox } from './built-in-sandbox.js';
import { localAddressTo } from './local-address.js';

/** The campus of the settings; without CHAMILO_URL, a sandbox that is started for it, which the caller has to close. */
export async function locateCampus(config: Config): Promise<CampusAddress & { sandbox?: BuiltInSandbox }> {
	const { CHAMILO_URL: url, CHAMILO_SECURITY_KEY: securityKey = '' } = config;
	const apiCredentials = apiCredentialsOf(config);
	if (url !== undefined) return { url, securityKey, apiCredentials, localAddress: () => localAddressTo(url) };
	const sandbox = await startBuiltInSandbox(config.CHAMILO_SANDBOX);
	return { url: sandbox.url, securityKey: sandbox.securityKey, apiCredentials, sandbox };
}

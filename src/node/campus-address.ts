import type { CampusAddress } from '../chamilo/connect.js';
import type { Config } from '../config.js';
import { KINDS } from '../operations/kinds.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';

/** The campus of the settings; without CHAMILO_URL, a sandbox that is started for it, which the caller has to close. */
export async function locateCampus(config: Config): Promise<CampusAddress & { sandbox?: Sandbox | undefined }> {
	const { CHAMILO_URL: url, CHAMILO_SECURITY_KEY: securityKey = '' } = config;
	if (url !== undefined) return { url, securityKey };
	const sandbox = await startSandbox(KINDS[config.CHAMILO_SANDBOX].sandbox);
	return { url: sandbox.url, securityKey: sandbox.securityKey, sandbox };
}

/** The checks of `npm run doctor`, in order. */
import type { Capability } from '../operations/capabilities.js';
import { createCampusSigner } from './connect.js';
import type { DetectedCampus } from './detect.js';
import { tellAddress } from './diagnosis/address.js';
import type { Check } from './diagnosis/check.js';
import { tellExposure } from './diagnosis/exposure.js';
import { checkJsonApi } from './diagnosis/json-api.js';
import { checkKind } from './diagnosis/kind.js';
import { checkReachability } from './diagnosis/reachability.js';
import { checkReplies } from './diagnosis/replies.js';
import { checkRoutes } from './diagnosis/routes.js';
import { checkSignature, SERVICE_NAMES } from './diagnosis/signature.js';
import type { Target } from './diagnosis/target.js';
import { checkText } from './diagnosis/text.js';
import { checkWsdl } from './diagnosis/wsdl.js';

export { type Check, type CheckStatus, worstOf } from './diagnosis/check.js';
export { shownUrl, type Target } from './diagnosis/target.js';

/** Longest wait for one answer; the campus is asked about fifteen times. */
const MOST_MS = 10_000;

/**
 * Looks a campus over, one finding after the other. Nothing is created or changed there. What depends on a failed
 * check is left out: a dead host is one finding and not ten.
 */
export async function* diagnose(given: Target): AsyncGenerator<Check> {
	const { CHAMILO_TIMEOUT_MS: timeout } = given.config;
	const config = { ...given.config, CHAMILO_TIMEOUT_MS: Math.min(timeout, MOST_MS) };
	const signer = createCampusSigner(config, given, given.transport);
	const target = { ...given, config, signer };

	const { check: reachability, seen } = await checkReachability(target);
	yield reachability;
	if (!seen) return;
	const { check: kindCheck, campus: detected } = await checkKind(target);
	yield kindCheck;
	if (!detected) return;

	const services = detected.capabilities.has('soap-php') ? (['soap.php'] as const) : [];
	let accepted: string | undefined;
	for (const service of [...services, 'registration.soap.php'] as const) {
		const signature = await checkSignature(target, service, seen, detected);
		yield signature;
		if (signature.status !== 'ok') continue;
		yield await checkText(target, service);
		accepted ??= SERVICE_NAMES[service];
	}
	if (accepted !== undefined) yield await tellAddress(signer, accepted, seen);
	yield await checkReplies(target, detected);
	const jsonApi = await checkJsonApi(target);
	if (jsonApi) yield jsonApi.check;
	const campus = jsonApi?.isReady ? withCapability(detected, 'json-api') : detected;
	const { readWsdl } = target;
	const wsdl = readWsdl && (await checkWsdl(target, readWsdl, campus));
	if (wsdl) yield wsdl.check;
	if (kindCheck.status !== 'failure') yield checkRoutes(target, campus, wsdl?.live);
	yield tellExposure(campus, wsdl?.live);
}

function withCapability(campus: DetectedCampus, capability: Capability): DetectedCampus {
	return { ...campus, capabilities: new Set([...campus.capabilities, capability]) };
}

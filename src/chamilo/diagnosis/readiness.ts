import type { CampusKind } from '../../operations/kinds.js';
import type { DetectedCampus } from '../detect.js';
import type { Signer } from '../signature.js';
import { signedForSource } from '../signing-addresses.js';
import { jsonApiState } from './json-api.js';
import { checkKind, statusOfSetting, titleOf } from './kind.js';
import { LATER_CHAMILO } from './later-chamilo.js';
import { checkReachability } from './reachability.js';
import { isInTestMode, TEST_MODE } from './replies.js';
import { type Acceptance, SERVICE_NAMES, type Service, signatureAcceptance } from './signature.js';
import type { SignedAccess } from './target.js';

/** A fact about readiness, fit for anybody: no address, no host, nothing the campus said. */
export interface ReadyCheck {
	id: 'reachability' | 'kind' | 'signature-soap' | 'signature-registration' | 'json-api' | 'replies';
	status: 'ok' | 'warning' | 'failure';
	detail: string;
	/** How long the campus took. */
	ms: number;
}

/** Longest wait for one answer: callers of /readyz do not wait long. */
const MOST_MS = 5_000;

/** Asks a campus whether calls to it would succeed; a few small questions, none changes anything. */
export async function probeReadiness(given: SignedAccess): Promise<ReadyCheck[]> {
	const { CHAMILO_TIMEOUT_MS: timeout } = given.config;
	const target = { ...given, config: { ...given.config, CHAMILO_TIMEOUT_MS: Math.min(timeout, MOST_MS) } };

	const reached = await timed(() => checkReachability(target));
	const reachability: ReadyCheck = reached.value.seen
		? { id: 'reachability', status: 'ok', detail: 'The campus answers.', ms: reached.ms }
		: { id: 'reachability', status: 'failure', detail: 'The campus cannot be reached.', ms: reached.ms };
	if (!reached.value.seen) return [reachability];

	const learnt = await timed(() => checkKind(target));
	const { campus, answer, isLater } = learnt.value;
	if (!campus) {
		const other = answer ? `What answers is ${answer.seen}.` : 'What answers is no Chamilo.';
		const detail = isLater ? LATER_CHAMILO : other;
		return [reachability, { id: 'kind', status: 'failure', detail, ms: learnt.ms }];
	}
	const services = campus.capabilities.has('soap-php') ? (['soap.php'] as const) : [];
	const signatures = ([...services, 'registration.soap.php'] as const).map(async (service): Promise<ReadyCheck> => {
		const { value, ms } = await timed(() => signatureAcceptance(target, service));
		const id = service === 'soap.php' ? 'signature-soap' : 'signature-registration';
		return { id, ...(await describeAcceptance(value, service, target.signer)), ms };
	});
	const testMode = timed(() => isInTestMode(target, campus));
	const checks = [
		reachability,
		{ id: 'kind' as const, ...describeKind(campus, target.config.CHAMILO_KIND), ms: learnt.ms },
		...(await Promise.all(signatures)),
		...(await checkKeyOfJsonApi(target)),
	];
	const { value: isTest, ms } = await testMode;
	return isTest ? [...checks, { id: 'replies', status: 'warning', detail: TEST_MODE.detail, ms }] : checks;
}

/** A key that no longer works leaves what SOAP can do: the gateway is degraded, not unready. */
async function checkKeyOfJsonApi(target: SignedAccess): Promise<ReadyCheck[]> {
	const { value: state, ms } = await timed(() => jsonApiState(target));
	if (state === undefined) return [];
	if (state === 'ready') {
		return [{ id: 'json-api', status: 'ok', detail: 'The JSON API of Chamilo takes the key.', ms }];
	}
	const detail = 'The JSON API of Chamilo is not there or does not take the key: what SOAP cannot do is refused.';
	return [{ id: 'json-api', status: 'warning', detail, ms }];
}

function describeKind(campus: DetectedCampus, setting: CampusKind | 'auto'): Pick<ReadyCheck, 'status' | 'detail'> {
	const status = statusOfSetting(campus, setting);
	if (status !== 'ok') {
		return { status, detail: `Chamilo ${campus.kind}, but CHAMILO_KIND says ${setting}, and it counts.` };
	}
	if (campus.capabilities.has('soap-php')) return { status: 'ok', detail: `Chamilo ${campus.kind}` };
	return { status: 'warning', detail: `${titleOf(campus)}: soap.php takes no request there.` };
}

async function describeAcceptance(
	acceptance: Acceptance,
	service: Service,
	{ mode, sign }: Signer,
): Promise<Pick<ReadyCheck, 'status' | 'detail'>> {
	if (acceptance === 'accepted') {
		const { address } = await sign(SERVICE_NAMES[service]);
		const signed = `${signedForSource(address)} (CHAMILO_SIGNING=${mode})`;
		return { status: 'ok', detail: `${service} accepts calls signed ${signed}.` };
	}
	if (acceptance === 'refused') return { status: 'failure', detail: `${service} refuses the signature.` };
	return { status: 'failure', detail: `${service} gives no valid reply.` };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
	const started = performance.now();
	const value = await work();
	return { value, ms: Math.round(performance.now() - started) };
}

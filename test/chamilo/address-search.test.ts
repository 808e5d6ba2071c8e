import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAddressSearch, type SearchOutcome } from '../../src/chamilo/address-search.js';
import { type SignedAddress, signingAddresses } from '../../src/chamilo/signing-addresses.js';

const SHOWN: SignedAddress = { ip: '10.0.0.9', source: 'testip' };
const SEEN: SignedAddress = { ip: '203.0.113.7', source: 'debug' };
const OWN: SignedAddress = { ip: '172.17.0.2', source: 'connection' };
const SENT: SignedAddress = { ip: '172.17.0.2', source: 'sent' };

/** A search with clues that can be changed, and what was told of it. */
function started() {
	const clues = { shown: SHOWN.ip, seen: SEEN.ip as string | undefined, own: OWN.ip as string | undefined };
	const told: SearchOutcome[] = [];
	const asked: string[] = [];
	const say = (what: string, ip: string | undefined) => {
		asked.push(what);
		return ip;
	};
	const addresses = signingAddresses({
		egressIp: { current: async () => clues.shown, renewed: async () => say('testip', clues.shown) ?? '' },
		debugAddress: async () => say('debug', clues.seen),
		localAddress: async () => say('own', clues.own),
	});
	return { clues, told, asked, ...createAddressSearch(addresses, (outcome) => told.push(outcome)) };
}

/** A campus that accepts one address, or none, and what it was asked. */
function campus(accepted?: SignedAddress) {
	const tried: SignedAddress[] = [];
	const isAccepted = async (address: SignedAddress) => {
		tried.push(address);
		return JSON.stringify(address) === JSON.stringify(accepted);
	};
	return { tried, isAccepted };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('a search', () => {
	it('tries what the campus may see, the entry in X-Forwarded-For last', async () => {
		const { search } = started();
		const { tried, isAccepted } = campus(SENT);
		expect(await search('WSService', SHOWN, isAccepted)).toBe(true);
		expect(tried).toEqual([SEEN, OWN, SENT]);
	});

	it('finds out no more than it needs', async () => {
		const { search, clues, asked } = started();
		clues.shown = '10.0.0.10';
		expect(await search('WSService', SHOWN, campus({ ip: '10.0.0.10', source: 'testip' }).isAccepted)).toBe(true);
		expect(asked).toEqual([]);
		expect(await search('WSService', { ip: '10.0.0.10', source: 'testip' }, campus(SEEN).isAccepted)).toBe(true);
		expect(asked).toEqual(['testip', 'debug']);
	});

	it('does without what is not known', async () => {
		const { search, clues } = started();
		clues.seen = undefined;
		clues.own = undefined;
		const { tried, isAccepted } = campus();
		expect(await search('WSService', SHOWN, isAccepted)).toBe(false);
		expect(tried).toEqual([{ ip: SHOWN.ip, source: 'sent' }]);
	});

	it('is remembered for all calls, and told', async () => {
		const { search, current, told } = started();
		await search('WSService', SHOWN, campus(OWN).isAccepted);
		expect(await current()).toEqual(OWN);
		expect(told).toEqual([{ accepted: OWN, refused: [SHOWN, SEEN] }]);
	});

	it('goes back to the address that testip.php shows where that is accepted again', async () => {
		const { search, current, clues } = started();
		await search('WSService', SHOWN, campus(OWN).isAccepted);
		clues.shown = '10.0.0.10';
		await search('WSService', OWN, campus({ ip: '10.0.0.10', source: 'testip' }).isAccepted);
		clues.shown = '10.0.0.11';
		expect(await current()).toEqual({ ip: '10.0.0.11', source: 'testip' });
	});
});

describe('after a search in vain', () => {
	it('there is none for a minute, and then one', async () => {
		const { search, told, refused } = started();
		const { tried, isAccepted } = campus();
		expect(await search('WSService', SHOWN, isAccepted)).toBe(false);
		expect(told).toEqual([{ refused: [SHOWN, SEEN, OWN, SENT] }]);
		expect(refused('WSService')).toEqual([SHOWN, SEEN, OWN, SENT]);
		vi.advanceTimersByTime(59_999);
		expect(await search('WSService', SHOWN, isAccepted)).toBe(false);
		expect(tried).toHaveLength(3);
		vi.advanceTimersByTime(1);
		expect(await search('WSService', SHOWN, campus(SENT).isAccepted)).toBe(true);
		expect(refused('WSService')).toEqual([]);
	});

	it('the other service has its own', async () => {
		const { search } = started();
		await search('WSRegistration', SHOWN, campus().isAccepted);
		expect(await search('WSService', SHOWN, campus(SEEN).isAccepted)).toBe(true);
	});
});

describe('calls that are refused together', () => {
	it('wait for one search', async () => {
		const { search, asked } = started();
		const { tried, isAccepted } = campus(SENT);
		const answers = await Promise.all(Array.from({ length: 10 }, () => search('WSService', SHOWN, isAccepted)));
		expect(answers).toEqual(Array(10).fill(true));
		expect(asked).toEqual(['testip', 'debug', 'own']);
		expect(tried.filter(({ source }) => source !== 'sent')).toEqual([SEEN, OWN]);
	});

	it('are not searched for one by one where the key is wrong', async () => {
		const { search } = started();
		const { tried, isAccepted } = campus();
		const answers = await Promise.all(Array.from({ length: 10 }, () => search('WSService', SHOWN, isAccepted)));
		expect(answers).toEqual(Array(10).fill(false));
		expect(tried).toHaveLength(3);
	});

	it('go on where the searching one fails for another reason', async () => {
		const { search } = started();
		const failing = search('WSService', SHOWN, () => Promise.reject(new Error('the connection broke')));
		const other = search('WSService', SHOWN, campus(SEEN).isAccepted);
		await expect(failing).rejects.toThrow('the connection broke');
		expect(await other).toBe(true);
	});
});

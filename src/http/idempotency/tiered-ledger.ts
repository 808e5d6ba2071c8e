import type { Claim, Lease, Ledger } from './ledger.js';

/**
 * A ledger of this instance with one behind it that all instances share. Duplicates meet in memory first, and answers
 * are there although the shared store is gone; a lease tells whether the shared one took its outcome.
 */
export function createTieredLedger(local: Ledger, shared: Ledger): Ledger {
	return {
		async claim(key, fingerprint) {
			const here = await local.claim(key, fingerprint);
			if (here.state !== 'mine') return here;
			const there = await shared.claim(key, fingerprint);
			return there.state === 'mine' ? both(here.lease, there.lease) : passOn(here.lease, there);
		},
	};
}

function both(here: Lease, there: Lease): Claim {
	const lease: Lease = {
		resumed: here.resumed || there.resumed,
		finish: (answer) => settle((each) => each.finish(answer)),
		leaveUnfinished: () => settle((each) => each.leaveUnfinished()),
		release: () => settle((each) => each.release()),
	};
	async function settle(outcome: (each: Lease) => Promise<boolean>): Promise<boolean> {
		const [, stored] = await Promise.all([outcome(here), outcome(there)]);
		return stored;
	}
	return { state: 'mine', lease };
}

async function passOn(here: Lease, there: Claim): Promise<Claim> {
	if (there.state === 'done') await here.finish(there.answer);
	else await here.release();
	return there;
}

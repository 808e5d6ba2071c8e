import type { Claim, Lease, Ledger } from './ledger.js';

/**
 * A ledger in the memory of this instance, and one that all instances share. Duplicates to the same instance are found
 * while the shared store fails, too. The methods of a lease return whether the shared ledger has stored the outcome.
 */
export function createTieredLedger(local: Ledger, shared: Ledger): Ledger {
	return {
		async claim(key, fingerprint, mark) {
			const inMemory = await local.claim(key, fingerprint, mark);
			if (inMemory.state !== 'mine') return inMemory;
			const inStore = await shared.claim(key, fingerprint, inMemory.lease.mark);
			return inStore.state === 'mine' ? both(inMemory.lease, inStore.lease) : passOn(inMemory.lease, inStore);
		},
	};
}

function both(local: Lease, shared: Lease): Claim {
	const lease: Lease = {
		resumed: local.resumed || shared.resumed,
		mark: shared.mark,
		earlier: shared.earlier ?? local.earlier,
		finish: (response) => settle((each) => each.finish(response)),
		leaveUnfinished: (response) => settle((each) => each.leaveUnfinished(response)),
		release: () => settle((each) => each.release()),
	};
	async function settle(outcome: (each: Lease) => Promise<boolean>): Promise<boolean> {
		const [, stored] = await Promise.all([outcome(local), outcome(shared)]);
		return stored;
	}
	return { state: 'mine', lease };
}

async function passOn(local: Lease, shared: Claim): Promise<Claim> {
	if (shared.state === 'done') await local.finish(shared.response);
	else await local.release();
	return shared;
}

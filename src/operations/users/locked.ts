import type { Campus, HeldLock } from '../campus.js';
import { lockKey } from '../fields/reference.js';

/** The number of a user is locked by somebody who named the user in another way. */
class NumberLocked extends Error {
	constructor(readonly key: string) {
		super(`${key} is locked`);
	}
}

/**
 * Runs work under the locks of a user's names, and of its number once that is known: other requests may name the user in
 * another way, and all take the number. Where it is not free, nothing has happened yet: the work begins anew, once names and
 * number are free together.
 * @param work calls `lockNumber` before it changes anything
 */
export async function withUserLock<T>(
	campus: Campus,
	names: readonly string[],
	work: (lock: HeldLock, lockNumber: (id: number) => Promise<void>) => Promise<T>,
): Promise<T> {
	const keys = [...names];
	for (;;) {
		try {
			return await campus.withLock(keys, (lock) =>
				work(lock, async (id) => {
					const key = lockKey('user', { field: 'chamilo_user_id', value: String(id) });
					if (!keys.includes(key) && !(await lock.add([key]))) throw new NumberLocked(key);
				}),
			);
		} catch (thrown) {
			if (!(thrown instanceof NumberLocked)) throw thrown;
			keys.push(thrown.key);
		}
	}
}

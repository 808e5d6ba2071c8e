import { readFile, rm, writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/**
 * Locks a journal with a lock file, so that two imports do not overwrite each other's entries. The lock of a process
 * that no longer runs is taken over.
 * @returns a function that releases the lock.
 * @throws UsageError while another import holds it.
 */
export async function lockJournal(journalPath: string): Promise<() => Promise<void>> {
	const path = `${journalPath}.lock`;
	for (let attempt = 1; ; attempt += 1) {
		try {
			await writeFile(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
			return () => rm(path, { force: true });
		} catch (failure) {
			if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure;
			const owner = Number(await readFile(path, 'utf8').catch(() => ''));
			if (attempt > 1 || isRunning(owner)) {
				throw new UsageError(
					`Another import (process ${owner}) is using ${journalPath}. If there is none, delete ${path}.`,
				);
			}
			await rm(path, { force: true });
		}
	}
}

function isRunning(pid: number): boolean {
	if (!Number.isInteger(pid) || pid < 1 || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (failure) {
		// EPERM: the process exists, but belongs to another user.
		return (failure as NodeJS.ErrnoException).code === 'EPERM';
	}
}

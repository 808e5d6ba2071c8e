/**
 * The time in milliseconds since 1970 that never goes back: when the clock of the machine is set back, entries would stay
 * fresh for as long. It follows a clock that is set forward, since instances compare their times.
 */
export function createClock(
	wall: () => number = Date.now,
	steady: () => number = () => performance.now(),
): () => number {
	let time = wall();
	let at = steady();
	return () => {
		const elapsed = steady() - at;
		at += elapsed;
		time = Math.max(wall(), time + elapsed);
		return time;
	};
}

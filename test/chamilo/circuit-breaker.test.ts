import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCircuitBreaker } from '../../src/chamilo/circuit-breaker.js';
import { createSemaphore, QueueTimeout } from '../../src/chamilo/semaphore.js';
import { TransportError } from '../../src/chamilo/transport.js';
import { GatewayError } from '../../src/errors.js';
import { failureOf } from './small-server.js';

const lost = () => Promise.reject(new TransportError('timeout', { cause: new Error('test') }));
const refused = () => Promise.reject(new GatewayError('user-not-found', 'test'));

async function fail(breaker: ReturnType<typeof createCircuitBreaker>, times: number) {
	for (let count = 0; count < times; count += 1) await failureOf(breaker.run(lost));
}

afterEach(() => void vi.useRealTimers());

describe('the breaker', () => {
	it('gives the campus a rest after ten exchanges in a row that failed', async () => {
		const breaker = createCircuitBreaker();
		await fail(breaker, 9);
		expect(await breaker.run(async () => 'back')).toBe('back');
		await fail(breaker, 10);
		expect(breaker.state()).toBe('open');
		const work = vi.fn(async () => 'not done');
		expect(await failureOf(breaker.run(work))).toMatchObject({
			code: 'chamilo-unavailable',
			outcomeUnknown: false,
			headers: { 'Retry-After': '5' },
		});
		expect(work).not.toHaveBeenCalled();
	});

	it('takes no answer for a failure, however bad it is', async () => {
		const breaker = createCircuitBreaker();
		for (let count = 0; count < 20; count += 1) await failureOf(breaker.run(refused));
		expect(breaker.state()).toBe('closed');
	});

	it('lets one call try after the rest, the others go by what becomes of it', async () => {
		vi.useFakeTimers();
		const breaker = createCircuitBreaker();
		await fail(breaker, 10);
		vi.advanceTimersByTime(31_000);
		let answer: (value: string) => void = () => undefined;
		const probe = breaker.run(() => new Promise<string>((resolve) => (answer = resolve)));
		const other = vi.fn(async () => 'done');
		const waiting = breaker.run(other);
		expect(breaker.state()).toBe('half-open');
		expect(other).not.toHaveBeenCalled();
		answer('back');
		expect(await Promise.all([probe, waiting])).toEqual(['back', 'done']);
		expect(breaker.state()).toBe('closed');
	});

	it('rests again when the try fails', async () => {
		vi.useFakeTimers();
		const breaker = createCircuitBreaker();
		await fail(breaker, 10);
		vi.advanceTimersByTime(31_000);
		await fail(breaker, 1);
		expect(breaker.state()).toBe('open');
		vi.advanceTimersByTime(1_500);
		expect(breaker.state()).toBe('open');
		vi.advanceTimersByTime(31_000);
		expect(breaker.state()).toBe('half-open');
	});

	it('takes any answer to the try for a sign that somebody is there', async () => {
		vi.useFakeTimers();
		const breaker = createCircuitBreaker();
		await fail(breaker, 10);
		vi.advanceTimersByTime(31_000);
		expect(await failureOf(breaker.run(refused))).toMatchObject({ code: 'user-not-found' });
		expect(breaker.state()).toBe('closed');
		await fail(breaker, 9);
		expect(breaker.state()).toBe('closed');
	});
});

describe('waiting for a slot', () => {
	it('ends when patience does: the work is not begun, and the next in line is not held up', async () => {
		const inSlot = createSemaphore(1);
		let finish: (value: string) => void = () => undefined;
		const first = inSlot(() => new Promise<string>((resolve) => (finish = resolve)));
		const work = vi.fn(async () => 'not done');
		const impatient = inSlot(work, 10);
		const third = inSlot(async () => 'third');
		await expect(impatient).rejects.toThrow(QueueTimeout);
		finish('first');
		expect(await Promise.all([first, third])).toEqual(['first', 'third']);
		expect(work).not.toHaveBeenCalled();
		await expect(inSlot(work, 0)).resolves.toBe('not done');
	});
});

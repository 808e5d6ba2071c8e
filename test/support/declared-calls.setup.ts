import { afterAll, afterEach, expect } from 'vitest';
import { takeViolations, watchDeclaredCalls, writeMadeCalls } from './declared-calls.js';

watchDeclaredCalls();
afterEach(() => {
	expect(takeViolations(), 'calls that no way declares').toEqual([]);
});

const { MADE_CALLS } = process.env;
if (MADE_CALLS) afterAll(() => writeMadeCalls(MADE_CALLS));

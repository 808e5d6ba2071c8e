import { afterAll } from 'vitest';
import { watchDeclaredCalls, writeMadeCalls } from './declared-calls.js';

watchDeclaredCalls();

const { MADE_CALLS } = process.env;
if (MADE_CALLS) afterAll(() => writeMadeCalls(MADE_CALLS));

export type { Campus } from './campus/campus.js';
export type { Seed } from './campus/seeds.js';
export type { FaultKind, FaultSpec } from './faults.js';
export type { JournalEntry, JournalValue } from './journal.js';
export { type Kind, kindOf, kindTitle } from './kind.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './server.js';

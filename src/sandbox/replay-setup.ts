import type { Sandbox } from './server.js';
/** Does what was done to the recorded database by hand before a call. */
export function prepareFor(_number: number, _sandbox: Sandbox): void {}

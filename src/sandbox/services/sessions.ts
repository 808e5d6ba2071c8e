import type { Handlers } from './service.js';
export const sessionHandlers: Handlers = {};

import type { Campus } from './campus.js';
/** A small campus for people who try the gateway. */
export function seedDemo(_campus: Campus): void {}

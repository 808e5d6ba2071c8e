import type { FaultSpec } from './faults.js';
import { notices, withNotices } from './nusoap/notices.js';
import { fatalReply, type HttpReply } from './nusoap/reply.js';

const HTML = { 'Content-Type': 'text/html; charset=UTF-8' };
const MAINTENANCE = '<!DOCTYPE html>\n<html><body><h1>Service temporarily unavailable</h1></body></html>\n';

/** How a response is delivered: complete, truncated (`cut`), never (`hang`), or by resetting the connection. */
export type Delivery = { reply: HttpReply } | { cut: HttpReply } | 'hang' | 'reset';

/** The delivery of a fault that replaces the execution of the call; undefined if the call is to be executed. */
export function applyBeforeCall(fault: FaultSpec | undefined): Delivery | undefined {
	if (fault?.kind === 'empty-500' && fault.after !== true && fault.item === undefined) return { reply: fatalReply() };
	if (fault?.kind === 'html-200') return { reply: { status: 200, headers: HTML, body: Buffer.from(MAINTENANCE) } };
	if (fault?.kind === 'hang') return 'hang';
	if (fault?.kind === 'reset-before') return 'reset';
	return undefined;
}

/** The delivery of the reply after the call was executed, changed by the fault. */
export function applyAfterCall(fault: FaultSpec | undefined, reply: HttpReply): Delivery {
	if (fault?.kind === 'empty-500') return { reply: fatalReply() };
	if (fault?.kind === 'reset-after') return 'reset';
	if (fault?.kind === 'truncated') return { cut: reply };
	if (fault?.kind === 'notices') {
		return { reply: withNotices(notices(1), reply) };
	}
	return { reply };
}

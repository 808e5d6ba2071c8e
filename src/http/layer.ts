import type { Context } from 'hono';
import type { Facts } from './environment.js';

/** An answer; at once where nothing is to be waited for, because a promise costs more than an answer from memory. */
export type Answer = Response | Promise<Response>;
export type Handler = (c: Context, facts: Facts) => Answer;
/** Does its part before, after or in place of the handler it is put around. */
export type Layer = (inner: Handler) => Handler;

/** A handler within layers, the outermost first. Hono's own middleware would make a promise of every answer. */
export function layered(layers: readonly Layer[], handler: Handler): Handler {
	return layers.reduceRight((inner, layer) => layer(inner), handler);
}

/** Does something with an answer as soon as there is one. */
export function whenAnswered(answer: Answer, then: (response: Response) => Response): Answer {
	return answer instanceof Promise ? answer.then(then) : then(answer);
}

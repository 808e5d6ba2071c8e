/** The routes of the gateway itself in the document: health, metrics, and the document. */

const check = {
	type: 'object',
	required: ['id', 'status', 'detail', 'ms'],
	properties: {
		id: { type: 'string', examples: ['signature'] },
		status: { type: 'string', enum: ['ok', 'warning', 'failure'] },
		detail: { type: 'string' },
		ms: { type: 'number', description: 'How long it took, in milliseconds.' },
	},
};
const readiness = {
	type: 'object',
	required: ['status', 'checks'],
	properties: {
		status: { type: 'string', enum: ['ready', 'degraded', 'unready', 'stopping'] },
		sandbox: { type: 'boolean', description: 'Present where the campus is the built-in sandbox.' },
		checks: { type: 'array', items: check },
	},
};

function page(id: string, summary: string, description: string, responses: object, security: object[] = []) {
	const unexpected = { $ref: '#/components/responses/internal-error' };
	return {
		get: {
			operationId: id,
			tags: ['Gateway'],
			summary,
			description,
			security,
			responses: { ...responses, 500: unexpected },
		},
	};
}

function json(description: string, schema: object) {
	return { description, content: { 'application/json': { schema } } };
}

/** Paths of the document. */
export const PAGES = {
	'/healthz': page('getHealth', 'Does the gateway run?', 'Says nothing of the campus. Needs no key.', {
		200: json('It runs.', {
			type: 'object',
			required: ['status'],
			properties: { status: { type: 'string', const: 'ok' } },
		}),
	}),
	'/readyz': page(
		'getReadiness',
		'Would calls to the campus succeed?',
		'Probes the campus, at most once in ten seconds. Needs no key, and shows no secrets.',
		{ 200: json('They would, perhaps with warnings.', readiness), 503: json('They would not.', readiness) },
	),
	'/metrics': page(
		'getMetrics',
		'Metrics for Prometheus',
		'With several campuses, `/CAMPUS/metrics` has those of one. Not on Cloudflare Workers.\n\nScope: `metrics:read`.',
		{
			200: {
				description: 'The metrics, as text.',
				content: { 'text/plain': { schema: { type: 'string' } } },
			},
			401: { $ref: '#/components/responses/unauthorized' },
			403: { $ref: '#/components/responses/forbidden' },
		},
		[{ bearer: ['metrics:read'] }, { apiKey: ['metrics:read'] }],
	),
	'/openapi.json': page('getDocument', 'This document', 'Also as YAML, at `/openapi.yaml`. Needs no key.', {
		200: json('The document, OpenAPI 3.1.', { type: 'object' }),
	}),
};

/** The names of the response components that the pages refer to. */
export const PAGE_PROBLEMS = ['internal-error', 'unauthorized', 'forbidden'] as const;

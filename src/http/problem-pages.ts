import { html } from 'hono/html';
import { GatewayError, PROBLEMS, type ProblemCode, toProblem } from '../errors.js';
import { statusMark } from './pages/failure.js';
import { type Html, layout, prose } from './pages/page.js';

/** One problem code and what to do about it, as JSON. */
export interface ProblemEntry {
	type: string;
	code: ProblemCode;
	status: number;
	title: string;
	remedy: string;
}

/** All problem codes, ordered by status. */
export const PROBLEM_ENTRIES: readonly ProblemEntry[] = (Object.keys(PROBLEMS) as ProblemCode[])
	.map((code) => ({ type: `/problems/${code}`, code, ...PROBLEMS[code] }))
	.sort((left, right) => left.status - right.status);

/** Finds the entry of a code. @throws GatewayError route-not-found */
export function problemEntry(code: string): ProblemEntry {
	const entry = PROBLEM_ENTRIES.find((candidate) => candidate.code === code);
	if (!entry) throw new GatewayError('route-not-found', `There is no problem of the code "${code}".`);
	return entry;
}

/** The page at /problems. */
export function problemListPage(): Html {
	return layout(
		{ title: 'Problems · Chamilo REST gateway', current: 'problems' },
		html`<h1>Problems</h1>
<p class="lead">Every answer that is not a success is a problem document (<code>application/problem+json</code>, RFC 9457).
Its <code>code</code> is one of these and never changes its meaning; its <code>type</code> leads to the page of the code.</p>
<div class="scroll"><table class="problems">
<tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Meaning</th></tr>
${PROBLEM_ENTRIES.map(
	({ type, code, status, title }) =>
		html`<tr><td>${statusMark(status)}</td><td><a href="${type}"><code>${code}</code></a></td><td>${prose(title)}</td></tr>
`,
)}</table></div>`,
	);
}

/** The page at /problems/<code>. */
export function problemPage({ code, status, title, remedy }: ProblemEntry): Html {
	const example = toProblem(new GatewayError(code, 'One sentence on this very request.'), 'id-of-the-request');
	return layout(
		{ title: `${code} · Chamilo REST gateway`, current: 'problems' },
		html`<p class="soft"><a href="/problems">Problems</a> / <code>${code}</code></p>
<h1>${prose(title)}</h1>
<p>${statusMark(status)} ${whose(code, status)}</p>
<h2>What to do</h2>
<div class="answer"><p>${prose(remedy)}</p></div>
<h2>In the answer</h2>
<pre><code>HTTP/1.1 ${status}
Content-Type: application/problem+json

${JSON.stringify(example, null, 2)}</code></pre>
<p class="soft"><code>detail</code> describes this request, and <code>instance</code> is its id: the log of the gateway
has the cause under it.</p>`,
	);
}

/** Who has to act, and whether the same request can succeed later (RFC 9110 §15). */
function whose(code: ProblemCode, status: number): string {
	if (status === 429 || code === 'idempotency-in-progress') return 'Send the request again later.';
	if (status === 409) return 'The request is in conflict with the present state of the campus: see what to do.';
	if (status < 500) return 'The request as it stands cannot succeed; sending it again unchanged has the same result.';
	if (status === 500) return 'The request may be right; the gateway is at fault.';
	return 'The request may be right; the campus behind the gateway, or the way to it, is at fault.';
}

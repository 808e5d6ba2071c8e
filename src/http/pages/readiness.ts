import { html } from 'hono/html';
import type { ReadinessCheck } from '../readyz.js';
import { type Html, layout } from './page.js';

const SENTENCES: Record<string, string> = {
	ready: 'The gateway is ready',
	degraded: 'The gateway is ready, with less than it could do',
	unready: 'The gateway is not ready',
	stopping: 'The gateway is stopping',
};

/** What GET /readyz says, as a page. @param body its JSON */
export function readinessPage(body: string): Html {
	const { status, checks } = JSON.parse(body) as { status: string; checks: ReadinessCheck[] };
	return layout(
		{ title: `${status} · Chamilo REST gateway` },
		html`<h1>${SENTENCES[status] ?? status}</h1>
<p class="soft">Whether calls to the campus would succeed. The answer is at most ten seconds old; programs get it as JSON.</p>
${
	checks.length === 0
		? ''
		: html`<div class="scroll"><table class="checks">
<tr><th scope="col">Check</th><th scope="col">Result</th><th scope="col">Detail</th></tr>
${checks.map(
	({ id, status, detail, ms }) =>
		html`<tr><td><code>${id}</code></td><td class="check ${status}">${status}</td><td>${detail} <span class="soft">${Math.round(ms)} ms</span></td></tr>
`,
)}</table></div>`
}
<p class="soft">With the settings of the gateway at hand, <code>chamilo-gateway doctor</code> says more.</p>`,
	);
}

import { html } from 'hono/html';
import { PROBLEMS, type ProblemDocument } from '../../errors.js';
import { type Html, layout, prose } from './page.js';

/** A problem as a page, for people who open an address in a browser. */
export function failurePage({ type, title, status, detail, code, instance, errors }: ProblemDocument): Html {
	return layout(
		{ title: `${status} · ${title}` },
		html`<p>${statusMark(status)} <a href="${type}"><code>${code}</code></a></p>
<h1>${prose(title)}</h1>
<p class="lead">${detail}</p>
${errors && errors.length > 1 ? html`<ul>${errors.map((one) => html`<li><code>${one.pointer}</code>: ${one.detail}</li>`)}</ul>` : ''}
<h2>What to do</h2>
<div class="answer"><p>${prose(PROBLEMS[code].remedy)}</p></div>
<p class="soft">The request is <code>${instance}</code> in the log of the gateway. Programs get the same as JSON
(<code>application/problem+json</code>). All routes are in the <a href="/docs">API documentation</a>.</p>`,
	);
}

/** A status code in the colour of its class. */
export function statusMark(status: number): Html {
	return html`<span class="status s${String(status).charAt(0)}">${status}</span>`;
}

import { CONTRACTS } from './contract.js';
import { type Release, releaseTitle } from './release.js';

/** The page at the root of the sandbox. */
export function indexPage(securityKey: string, apiKey: string, release: Release): string {
	const services = Object.values(CONTRACTS[release.chamilo].services)
		.map(({ path }) => `<li><a href="${path}?wsdl">${path}?wsdl</a></li>`)
		.join('\n');
	const jsonApi =
		release.chamilo === '1.11.32'
			? `<p>Chamilo's own JSON API is at <code>/main/webservices/api/v2.php</code>: username <code>admin</code>, api_key <code>${escapeHtml(apiKey)}</code>.</p>\n`
			: '';
	return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Chamilo sandbox</title></head>
<body>
<h1>${releaseTitle(release)}: sandbox</h1>
<p>This is no Chamilo, but a server that answers its SOAP services the way a real one was measured to, mistakes included.
Everything is in memory and gone when it stops.</p>
<ul>
${services}
<li><a href="/main/webservices/testip.php">/main/webservices/testip.php</a>: the address your signature has to be made with</li>
</ul>
<p><code>secret_key</code> = lower-case hex SHA-1 of that address and the security key <code>${escapeHtml(securityKey)}</code>.</p>
${jsonApi}<h2>Look inside</h2>
<ul>
<li><a href="/sandbox/state">GET /sandbox/state</a>: users, courses, sessions, extra fields
(a password of 1.11 as <code>bcrypt:</code> and the clear text, in place of its hash)</li>
<li><a href="/sandbox/journal">GET /sandbox/journal</a>: the SOAP calls so far, with the arguments as PHP received them</li>
<li>POST /sandbox/reset: back to the beginning</li>
<li>POST /sandbox/kind: another Chamilo from now on, with the same people, courses and sessions:
<code>{ "chamilo": "1.9" | "1.11" | "1.11.32", "php"?: 5 | 7 | 8, "rawPostData"?: boolean }</code>; GET shows which it is</li>
<li>POST /sandbox/faults: one JSON object, or a list, of faults for the next calls:
<code>{ "operation"?, "kind": "empty-500" | "html-200" | "notices" | "truncated" | "hang" | "reset-before" | "reset-after" | "delay", "ms"?, "times"?, "after"?, "item"? }</code>;
GET shows those still waiting, DELETE clears them</li>
</ul>
</body></html>
`;
}

/** What GET without ?wsdl shows: nusoap's page of operations, much shortened. */
export function servicePage(name: string, operations: readonly string[]): string {
	const items = operations.map((operation) => `<li>${operation}</li>`).join('\n');
	return `<html><head><title>NuSOAP: ${name}</title></head><body>
<h1>${name}</h1>
<p>View the <a href="?wsdl">WSDL</a> for the service. Operations:</p>
<ul>
${items}
</ul>
</body></html>
`;
}

function escapeHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

/** The icon of the gateway: two facing brackets joined by a bar. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#1769aa"/>
<path d="M11 8c-3 0-3 2-3 4s0 4-2.5 4C8 16 8 18 8 20s0 4 3 4M21 8l6 8-6 8" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>
<path d="M12 16h9" stroke="#9fd3ff" stroke-width="2.6" stroke-linecap="round"/>
</svg>
`;

/** The style sheet of all pages except /docs; system fonts and no resource of another origin. */
export const STYLE = `:root {
	color-scheme: light dark;
	--ground: #f6f8fa;
	--card: #ffffff;
	--text: #1c2733;
	--soft: #566575;
	--line: #d9e0e7;
	--accent: #1769aa;
	--code: #eef2f6;
	--good: #1b7f4b;
	--warn: #a35a00;
	--bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #11161c;
		--card: #1a212a;
		--text: #e4eaf0;
		--soft: #9cabba;
		--line: #2d3844;
		--accent: #6cb6f5;
		--code: #0c1116;
		--good: #5fd398;
		--warn: #f0b35a;
		--bad: #ff8a80;
	}
}
* { box-sizing: border-box; }
body {
	margin: 0;
	background: var(--ground);
	color: var(--text);
	font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
nav, main { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
nav {
	display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1.5rem; min-height: 3.5rem;
	padding-top: .5rem; padding-bottom: .5rem;
}
.brand { display: flex; align-items: center; gap: .6rem; color: var(--text); font-weight: 650; }
.links { display: flex; gap: 1.25rem; }
.links [aria-current] { color: var(--text); font-weight: 600; }
main { padding-top: 2.25rem; padding-bottom: 4rem; }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.2rem); line-height: 1.2; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: 0 0 1rem; }
.lead { font-size: 1.1rem; max-width: 46rem; }
.soft { color: var(--soft); }
.badge {
	display: inline-block; padding: .1rem .6rem; margin: 0 .35rem .9rem 0; border: 1px solid var(--line);
	border-radius: 1rem; background: var(--card); color: var(--soft); font-size: .8rem; font-weight: 600;
}
.badge.sandbox { color: var(--good); border-color: currentColor; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
code { background: var(--code); border-radius: 4px; padding: .1em .35em; overflow-wrap: anywhere; }
pre {
	margin: 0 0 1rem; padding: .9rem 1.1rem; background: var(--code); border: 1px solid var(--line);
	border-radius: 8px; overflow-x: auto; line-height: 1.5;
}
pre code { background: none; padding: 0; font-size: 1em; overflow-wrap: normal; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .9rem; }
.card {
	display: block; padding: 1rem 1.1rem; background: var(--card); border: 1px solid var(--line);
	border-radius: 10px; color: var(--text);
}
.card:hover { border-color: var(--accent); text-decoration: none; }
.card b { display: block; color: var(--accent); }
.card span { color: var(--soft); font-size: .9rem; }
.scroll { margin: 0 0 1rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem 1rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
tr:first-child > * { border-top: 0; }
th { color: var(--soft); font-size: .85rem; font-weight: 600; }
td:first-child { white-space: nowrap; }
td code { background: none; padding: 0; }
.routes td:first-child { width: 60%; }
.method { display: inline-block; width: 4.2rem; font: 700 .75rem/1 ui-monospace, Menlo, Consolas, monospace; color: var(--accent); }
.method.post { color: var(--good); }
.method.put, .method.patch { color: var(--warn); }
.method.delete { color: var(--bad); }
.status { display: inline-block; min-width: 2.6rem; font-weight: 700; color: var(--warn); }
.status.s5 { color: var(--bad); }
.check { font-weight: 600; }
.check.ok { color: var(--good); }
.check.warning { color: var(--warn); }
.check.failure { color: var(--bad); }
.answer { padding: 1.1rem 1.25rem; margin: 0 0 1.25rem; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; }
.answer p:last-child { margin: 0; }
@media (max-width: 40rem) {
	.routes tr { display: block; padding: .6rem 1rem; border-top: 1px solid var(--line); }
	.routes td, .routes td:first-child { display: block; width: auto; padding: 0; border: 0; white-space: normal; }
	.routes tr:first-child { border-top: 0; }
	.method { width: auto; margin-right: .5rem; }
	.problems tr { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; padding: .6rem 1rem; border-top: 1px solid var(--line); }
	.problems tr:first-child { display: none; }
	.problems td { padding: 0; border: 0; }
	.problems td:last-child { grid-column: 1 / -1; }
	.checks tr { display: grid; grid-template-columns: 1fr auto; gap: 0 .6rem; padding: .6rem 1rem; border-top: 1px solid var(--line); }
	.checks tr:first-child { display: none; }
	.checks td { padding: 0; border: 0; }
	.checks td:last-child { grid-column: 1 / -1; }
}
`;

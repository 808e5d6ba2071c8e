import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/node/metrics.js';
import { OPERATIONS } from '../../src/operations/index.js';

const read = (name: string) => readFileSync(new URL(`../../src/node/deploy/${name}`, import.meta.url), 'utf8');

describe('metrics', () => {
	let text: string;
	beforeAll(async () => {
		const metrics = createMetrics();
		metrics.of('lyon', () => ({ running: 0, waiting: 0, circuitBreaker: 'closed' }));
		({ text } = await metrics.read('lyon'));
	});

	it('have their series before the first event, so that Prometheus sees it', () => {
		for (const { id, method } of OPERATIONS) {
			const series = `{campus="lyon",operation="${id}",method="${method.toUpperCase()}",status="503"} 0`;
			expect(text).toContain(`chamilo_gateway_requests_total${series}`);
		}
		expect(text).toContain('chamilo_gateway_store_failures_total{campus="lyon",verb="get"} 0');
		// The alert sums what every call adds to: a refusal is seen whichever is refused first.
		for (const operation of ['WS.test', 'WSCreateUser', 'WSListCourses', 'get_users', 'delete_course']) {
			const series = `{campus="lyon",operation="${operation}",outcome="chamilo-refused-signature"} 0`;
			expect(text).toContain(`chamilo_gateway_campus_calls_total${series}`);
		}
		const empty = [...text.matchAll(/^# TYPE (chamilo_gateway_\S+)/gm)].filter(
			([, name]) => !new RegExp(`^${name}(_count)?[{ ]`, 'm').test(text),
		);
		expect(empty).toEqual([]);
		expect(text).toMatch(/chamilo_gateway_build_info\{version="[\d.]+",node_version="v[\d.]+"\} 1/);
	});

	it.each(['prometheus-alerts.yaml', 'grafana-dashboard.json', 'README.md'])(
		'%s names only metrics that exist',
		(name) => {
			const known = new Set([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, metric]) => metric));
			const used = [...read(name).matchAll(/\b(?:chamilo_gateway|process|nodejs)_[a-z0-9_]*[a-z0-9]\b/g)]
				.map(([metric]) => metric.replace(/_(bucket|sum|count)$/, ''))
				.filter((metric) => !known.has(metric));
			expect(used).toEqual([]);
		},
	);
});

it('the unit of systemd is locked up: systemd-analyze rates it below 3', () => {
	const unit = new URL('../../src/node/deploy/chamilo-gateway.service', import.meta.url).pathname;
	const analyzed = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', '--threshold=30', unit]);
	// On a machine without systemd the settings are compared by the next expectation alone.
	if (!analyzed.error) expect(analyzed.status, String(analyzed.stdout)).toBe(0);
	expect(read('chamilo-gateway.service')).toMatch(/^SystemCallFilter=@system-service$/m);
});

it('the image is that of a Node under support, named by digest, and knows what it is', () => {
	const lines = read('Dockerfile').split('\n');
	expect(lines).toContainEqual(expect.stringMatching(/^ARG NODE_IMAGE=node:(22|24)-alpine@sha256:[0-9a-f]{64}$/));
	expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
		expect.stringMatching(/^FROM \$\{NODE_IMAGE\}/),
		expect.stringMatching(/^FROM \$\{NODE_IMAGE\}/),
	]);
	expect(read('Dockerfile')).toContain('org.opencontainers.image.licenses="MIT"');
	expect(read('Dockerfile')).toMatch(/^HEALTHCHECK .* CMD wget /m);
});

import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { type RulesetDefinition, Spectral } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import { describe, expect, it } from 'vitest';

const committed = readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8');

describe('the committed document', () => {
	it('has no error by the recommended rules of Spectral', async () => {
		const spectral = new Spectral();
		// The two packages have their types from different versions of a third.
		spectral.setRuleset({ extends: [[oas as unknown as RulesetDefinition, 'recommended']] });
		const found = await spectral.run(committed);
		// Severity 0 is an error. Warnings: the scopes of keys are none to Spectral, and one route can only be refused.
		const errors = found.filter(({ severity }) => severity === 0);
		expect(errors.map(({ code, path, message }) => `${code} at ${path.join('/')}: ${message}`)).toEqual([]);
	});

	it('has no error by the recommended rules of Redocly', async () => {
		const config = await createConfig({ extends: ['recommended'] });
		const found = await lintFromString({ source: committed, absoluteRef: 'openapi.json', config });
		expect(
			found
				.filter(({ severity }) => severity === 'error')
				.map(({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer}: ${message}`),
		).toEqual([]);
	});
});

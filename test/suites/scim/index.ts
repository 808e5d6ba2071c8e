import { describe } from 'vitest';
import { ALL_KINDS, everywhere, type Suite } from '../run.js';
import { testBadInput } from './bad-input.js';
import { testBulk, testBulkInput } from './bulk.js';
import { testEntra } from './entra.js';
import { testOkta } from './okta.js';

const settings = () => ({ USER_RECORDS: '1', USER_RECORDS_KEY: 'a secret of the tests' });

export const scim: Suite[] = [
	{
		title: 'SCIM',
		kinds: ALL_KINDS,
		settings,
		declare(bench) {
			describe('as Entra ID sends it', () => testEntra(bench));
			describe('as Okta sends it', () => testOkta(bench));
			describe('in bulk', () => testBulk(bench));
		},
	},
	{
		title: 'SCIM, bad input',
		kinds: everywhere('1.9', '1.11-php7'),
		settings,
		declare(bench) {
			testBadInput(bench);
			testBulkInput(bench);
		},
	},
];

import { Campus } from './campus.js';
import { seedDemo } from './demo.js';
import type { CampusRules } from './rules.js';
import { changeVersion } from './upgrade.js';

/** What a campus starts with. */
export type Seed = 'demo' | 'recorded' | 'empty';

/** A campus as an installer leaves it, and what the seed adds. */
export function createCampus(seed: Seed, chamilo: CampusRules['chamilo'] = '1.9'): Campus {
	const campus = new Campus();
	// First for the rules, then for the fields of the first users, then for what the seed has put in.
	if (chamilo === '1.11') changeVersion(campus, chamilo);
	campus.users.insert({
		username: 'admin',
		firstname: 'John',
		lastname: 'Doe',
		password: campus.rules.hashPassword('admin'),
		status: 1,
		active: true,
		email: 'admin@example.org',
		officialCode: 'ADMIN',
		phone: chamilo === '1.11' ? '(000) 001 02 03' : '',
		language: 'english',
	});
	// The anonymous user: in 1.9 his empty username is why an empty login is "already taken" (F75).
	campus.users.insert({
		username: chamilo === '1.11' ? 'anon' : '',
		firstname: 'Joe',
		lastname: 'Anonymous',
		status: 6,
		active: true,
		email: 'anonymous@localhost',
		officialCode: 'anonymous',
		language: 'english',
	});
	if (chamilo === '1.11') changeVersion(campus, chamilo);
	if (seed === 'demo') seedDemo(campus);
	if (chamilo === '1.11') changeVersion(campus, chamilo);
	return campus;
}

import { Campus } from './campus.js';
import { seedDemo } from './demo.js';
import type { CampusRules } from './rules.js';
import { changeVersion } from './upgrade.js';

/** The initial data of a campus: demo data, the state at the start of the recordings, or an empty installation. */
export type Seed = 'demo' | 'recorded' | 'empty';

/** Creates a campus as the installer leaves it, and adds the seed. */
export function createCampus(seed: Seed, chamilo: CampusRules['chamilo'] = '1.9'): Campus {
	const campus = new Campus();
	// Called three times: to set the rules, to add the visible fields to the first users, and to those of the seed.
	if (chamilo !== '1.9') changeVersion(campus, chamilo);
	campus.users.insert({
		username: 'admin',
		firstname: 'John',
		lastname: 'Doe',
		password: campus.rules.hashPassword('admin'),
		status: 1,
		active: true,
		email: 'admin@example.org',
		officialCode: 'ADMIN',
		phone: chamilo !== '1.9' ? '(000) 001 02 03' : '',
		language: 'english',
	});
	// The anonymous user. In 1.9 it has an empty username, so an empty login is "already taken" (F75).
	campus.users.insert({
		username: chamilo !== '1.9' ? 'anon' : '',
		firstname: 'Joe',
		lastname: 'Anonymous',
		status: 6,
		active: true,
		email: 'anonymous@localhost',
		officialCode: 'anonymous',
		language: 'english',
	});
	if (chamilo !== '1.9') changeVersion(campus, chamilo);
	if (seed === 'demo') seedDemo(campus);
	if (chamilo !== '1.9') changeVersion(campus, chamilo);
	return campus;
}

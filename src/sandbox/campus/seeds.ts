import { Campus } from './campus.js';
import { seedDemo } from './demo.js';
import { passwordHash } from './users.js';

/** What a campus starts with. */
export type Seed = 'demo' | 'recorded' | 'empty';

/** A campus as an installer leaves it, and what the seed adds. */
export function createCampus(seed: Seed): Campus {
	const campus = new Campus();
	campus.users.insert({
		username: 'admin',
		firstname: 'John',
		lastname: 'Doe',
		password: passwordHash('admin'),
		status: 1,
		active: true,
		email: 'admin@example.org',
		officialCode: 'ADMIN',
		language: 'english',
	});
	// The anonymous user: his empty username is why an empty login is "already taken" (call 92).
	campus.users.insert({
		username: '',
		firstname: 'Joe',
		lastname: 'Anonymous',
		status: 6,
		active: true,
		email: 'anonymous@localhost',
		officialCode: 'anonymous',
		language: 'english',
	});
	if (seed === 'demo') seedDemo(campus);
	return campus;
}

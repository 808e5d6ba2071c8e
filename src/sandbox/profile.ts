import { type Contract, findOperation } from '../soap/contract.js';
import { CONTRACTS } from './contract.js';
import { type Dialect, dialectOf } from './nusoap/dialect.js';
import { PhpFatal } from './php/values.js';
import type { Release } from './release.js';
import { HANDLERS_1_9 } from './services/index.js';
import { type Handler, type Handlers, keyed } from './services/service.js';
import { HANDLERS_1_11 } from './services-1.11/index.js';
import { HANDLERS_1_11_32 } from './services-1.11.32/index.js';
import { PHP_8_HANDLERS } from './services-1.11.32/php-8.js';

const HANDLERS: Record<Release['chamilo'], Handlers> = {
	'1.9': HANDLERS_1_9,
	'1.11': HANDLERS_1_11,
	'1.11.32': HANDLERS_1_11_32,
};

/** Operations of 1.11 that call functions which PHP 7 has removed; 8 has not brought them back (F6). */
const BROKEN_ON_PHP_7: Handlers = {
	'WSCourse.ListCourses': keyed(() => {
		throw new PhpFatal('call to undefined function split()');
	}),
};

/** The number of required arguments, for operations that have default values or fewer parameters than in the WSDL. */
const REQUIRED_ARGUMENTS: Record<string, number> = {
	'WSUser.CreateUser': 9,
	'WSCourse.ListCourses': 1,
	WSCertificatesList: 0,
	'WSReport.GetTimeSpentOnPlatform': 2,
	'WSReport.GetTimeSpentOnCourse': 4,
	'WSReport.GetTimeSpentOnCourseInSession': 6,
};

/** Those of 1.11.32 that differ: CreateSession has a default for its extras (F200). */
const REQUIRED_ARGUMENTS_1_11_32: Record<string, number> = { 'WSSession.CreateSession': 12 };

/** Everything that differs between releases, except the database. */
export interface Profile {
	release: Release;
	contract: Contract;
	dialect(serviceName: string): Dialect;
	/** The implementation of an operation; undefined if the sandbox has none. */
	handler(operation: string): Handler | undefined;
	/** The number of arguments an operation needs at least; 0 on PHP 5, which only issues a warning (F5). */
	requiredArguments(operation: string): number;
}

/** The profile of a release. */
export function profileOf(release: Release): Profile {
	const handlers = {
		...HANDLERS[release.chamilo],
		...(release.php >= 7 ? BROKEN_ON_PHP_7 : {}),
		...(release.php >= 8 ? PHP_8_HANDLERS : {}),
	};
	const contract = CONTRACTS[release.chamilo];
	return {
		release,
		contract,
		dialect: (serviceName) => dialectOf(release.chamilo, serviceName),
		handler: (operation) => (Object.hasOwn(handlers, operation) ? handlers[operation] : undefined),
		requiredArguments: (operation) =>
			release.php === 5
				? 0
				: ((release.chamilo === '1.11.32' ? REQUIRED_ARGUMENTS_1_11_32[operation] : undefined) ??
					REQUIRED_ARGUMENTS[operation] ??
					findOperation(contract, operation)?.operation.input.length ??
					0),
	};
}

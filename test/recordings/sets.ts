import type { Campus } from '../../src/sandbox/campus/campus.js';
import { type Release, releaseOf } from '../../src/sandbox/release.js';
import { type Tables, tablesOf } from './row-changes.js';
import { jsonApiTablesOf } from './rows-json-api.js';
import { STEPS_1_9 } from './setup-1.9.js';
import { STEPS_1_11_32 } from './setup-1.11.32.js';
import { STEPS_1_11 } from './setup-1.11.js';
import { STEPS_JSON_API } from './setup-json-api.js';

/** What the recordings of a version need to be repeated. */
export interface RecordedSet {
	/** Folder of the recordings, beside this file. */
	folder: string;
	/**
	 * The folder of another version with the same requests below a number. Those that were not kept for this version are
	 * sent as well, because they were sent when it was recorded.
	 */
	requestsOf?: { folder: string; until: number };
	/** Host header of the recordings. */
	host: string;
	/** How many recordings are compared, and how many columns of database rows. */
	size: { compared: number; columns: number };
	/** On what the call of a number was recorded. */
	releaseAt(number: number): Release;
	/** Numbers of the first calls on a database fresh from the installer. */
	runs: number[];
	/** The tables whose changes were recorded; left out where rows were read after the calls instead. */
	tablesOf?(campus: Campus): Tables;
	/** What was done to the database before the call of a number. */
	steps: Record<number, (campus: Campus) => void>;
	/** Calls whose answers a sandbox of this configuration cannot give. They are sent, and have no answer in the files. */
	notCompared: Record<string, number[]>;
	/** Calls that the sandbox answers otherwise than the real campus did, each with the reason. */
	knownDifferences: Record<number, string>;
}

const SET_1_11_32: RecordedSet = {
	folder: '1.11.32',
	requestsOf: { folder: '1.11', until: 700 },
	host: '127.0.0.1:8089',
	size: { compared: 380, columns: 11_852 },
	releaseAt: (number) => releaseOf({ chamilo: '1.11.32', php: number >= 900 ? 8 : 7, rawPostData: number !== 929 }),
	runs: [1, 50, 100, 150, 210, 273, 320, 401, 440, 532, 580, 604, 630, 660, 800, 860, 867, 890, 900, 932],
	tablesOf,
	steps: STEPS_1_11_32,
	notCompared: { 'server_type=test: PHP notices with paths and lines (F8)': [653] },
	knownDifferences: {},
};

/**
 * Calls that a real 1.11.32 answers or obeys otherwise on PHP 8 than on PHP 7, where they were recorded. The replay on
 * PHP 8 sends them to PHP 7, for their effect on the calls after them; tests of their own show them on PHP 8.
 */
const OTHERWISE_ON_PHP_8: Record<string, number[]> = {
	'an empty disk_quota is a fatal error (F137)': [327, 330, 331, 332, 333, 334, 335, 336, 337, 395, 847, 849],
	'WSListSessions is a fatal error (F169)': [473, 474, 475, 476, 534, 535, 536, 856, 857, 858],
	'EditCourse stores a 0 instead of keeping the value (F196)': [375, 407, 408, 860],
	'a text in the place of a struct is a fatal error (F197)': [502, 560, 639, 640, 641],
	'extra_fields has numbers (F66)': [867],
	'server_type=test puts notices before every reply (F191)': [653, 656, 876, 877],
};

export const RECORDED_SETS: Record<string, RecordedSet> = {
	'1.9': {
		folder: '1.9',
		host: '127.0.0.1:8088',
		size: { compared: 507, columns: 1635 },
		releaseAt: () => releaseOf({}),
		runs: [1, 400],
		steps: STEPS_1_9,
		notCompared: { 'server_type=test: PHP notices with paths and lines (F8)': [352, 354, 355, 356] },
		knownDifferences: {
			357: 'recorded with webservice-auth-ip.conf.php, which the sandbox does not have: a key without the address counts',
			358: 'the same: the usual key is refused',
		},
	},
	'1.11': {
		folder: '1.11',
		host: '127.0.0.1:8089',
		size: { compared: 552, columns: 39_074 },
		releaseAt: (number) => {
			if (number >= 720) return releaseOf({ chamilo: '1.11', php: 7, rawPostData: true });
			if (number >= 700) return releaseOf({ chamilo: '1.11', php: 7 });
			return releaseOf({ chamilo: '1.11', rawPostData: number < 620 || number > 622 });
		},
		runs: [1, 50, 100, 150, 210, 273, 320, 401, 440, 532, 580, 604, 605, 620, 630, 660, 700, 720],
		steps: STEPS_1_11,
		notCompared: {
			'setting decode_utf8 on': [305, 306],
			'answer taken from another run, on another state': [51],
			'server_type=test: PHP notices with paths and lines (F8)': [652, 653, 656],
		},
		knownDifferences: {},
	},
	'1.11.32': SET_1_11_32,
	"1.11.32's own JSON API": {
		folder: '1.11.32-json-api',
		host: 'campus.example.org',
		size: { compared: 374, columns: 15_788 },
		releaseAt: (number) => releaseOf({ chamilo: '1.11.32', php: number >= 400 ? 8 : 7 }),
		runs: [
			1, 15, 18, 19, 38, 40, 47, 50, 87, 90, 125, 140, 192, 197, 200, 262, 265, 268, 270, 303, 310, 340, 351, 358, 360,
			370, 380, 390, 394, 400,
		],
		tablesOf: jsonApiTablesOf,
		steps: STEPS_JSON_API,
		notCompared: {},
		knownDifferences: {
			281: 'get_audit_items reads the log of events, which the sandbox does not have',
			282: 'the same',
			286: 'user_sessions answers with dates in words',
			360: 'the cookie is of somebody who logged in to the pages of the campus, which the sandbox does not have',
		},
	},
	'1.11.32, all of it on PHP 8': {
		...SET_1_11_32,
		releaseAt: (number) => {
			const isOther = Object.values(OTHERWISE_ON_PHP_8).flat().includes(number);
			return releaseOf({ chamilo: '1.11.32', php: isOther ? 7 : 8, rawPostData: number !== 929 });
		},
	},
};

import type { Campus } from './campus/campus.js';
import { type Kind, kindOf } from './kind.js';
import { STEPS_1_9 } from './replay-setup.js';
import { STEPS_1_11 } from './replay-setup-1.11.js';

/** What the recordings of a version need to be repeated. */
export interface RecordedSet {
	/** Host header of the recordings. */
	host: string;
	/** On what the call of a number was recorded. */
	kindAt(number: number): Kind;
	/** Whether a call was recorded on a database of its own, fresh from the installer; `last` is the call before. */
	startsRun(number: number, last: number): boolean;
	/** What was done to the database before the call of a number. */
	steps: Record<number, (campus: Campus) => void>;
	/** Calls that are sent but cannot be answered by a sandbox with this configuration, with the reason. */
	notCompared: [reason: string, numbers: number[]][];
	/** Calls that are not even sent. */
	skipped: [reason: string, numbers: number[]][];
	note: string;
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Numbers of the first calls of the runs of 1.11 (its INDEX.md; 605 begins one too, though not named there). */
const RUNS_1_11 = [1, 50, 100, 150, 210, 273, 320, 401, 440, 532, 580, 604, 605, 620, 630, 660, 700, 720];

/** The folders of recordings, by version. */
export const RECORDED_SETS: Record<Kind['chamilo'], RecordedSet> = {
	'1.9': {
		host: '127.0.0.1:8088',
		kindAt: () => kindOf({}),
		startsRun: (number) => number === 400,
		steps: STEPS_1_9,
		notCompared: [
			['server_type=test: PHP notices with paths and lines', [352, 354, 355, 356]],
			['webservice-auth-ip.conf.php set', [358, 360]],
			['other services than the two', [...range(505, 515), ...range(528, 530)]],
		],
		skipped: [],
		note: 'not replayed: size-*, concurrency-* (timings of other runs), calls without files (25, 96, 166, 361)',
	},
	'1.11': {
		host: '127.0.0.1:8089',
		kindAt: (number) => {
			if (number >= 720) return kindOf({ chamilo: '1.11', php: 7, rawPostData: true });
			if (number >= 700) return kindOf({ chamilo: '1.11', php: 7 });
			return kindOf({ chamilo: '1.11', rawPostData: number < 620 || number > 622 });
		},
		startsRun: (number, last) => RUNS_1_11.some((start) => start > last && start <= number),
		steps: STEPS_1_11,
		notCompared: [
			['setting decode_utf8 on', [305, 306]],
			['answer taken from another run, on another state', [51]],
			['server_type=test: PHP notices with paths and lines', [652, 653, 656]],
		],
		skipped: [
			['pages and WSDLs, whose answers are not among the files', [3, 4, 5, 6, 700]],
			['other services than the two', range(424, 427)],
		],
		note: 'debug comments and HTML pages are compared by presence and size',
	},
};

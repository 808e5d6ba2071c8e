// What spreadsheet programs do to a file without saying so: refused where it is certain, told where it is likely.

import { splitName } from './columns.js';
import type { Item } from './record-types.js';

const SCIENTIFIC = /^-?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const ERROR_CELL = /^#(?:N\/A|NV|REF!|BEZUG!|NAME\?|VALUE!|WERT!|DIV\/0!|NUM!|ZAHL!|NULL!)$/i;
/** Members in which a long number stands for itself. */
const IDENTIFIERS = /(?:^|\.)value$|^loginname$|^code$|^phone$|^extras\./;

/** What is wrong with a cell that a spreadsheet program has damaged; undefined where nothing is. */
export function excelDamage(member: string, text: string): string | undefined {
	if (ERROR_CELL.test(text)) return 'is an error of a spreadsheet formula';
	if (!IDENTIFIERS.test(member) || !SCIENTIFIC.test(text)) return undefined;
	return 'is a number that a spreadsheet has shortened, and its digits are lost: format the column as text and export it again';
}

/** Members that can hold identifiers with leading zeros. */
const ZERO_MEMBERS = ['value', 'user.value', 'course.value', 'session.value', 'teacher.value', 'coach.value'];
const SHOWN_LINES = 5;

/** Notices identifiers that may have lost their leading zeros: others of the column have some, and more digits. */
export class LeadingZeros {
	private readonly seen = new Map<
		string,
		{ longest: number; shorter: Map<number, { count: number; lines: number[] }> }
	>();

	see(line: number, item: Item): void {
		for (const member of ZERO_MEMBERS) {
			const text = textAt(item, member);
			if (text === undefined || !/^\d+$/.test(text)) continue;
			let column = this.seen.get(member);
			if (!column) {
				column = { longest: 0, shorter: new Map() };
				this.seen.set(member, column);
			}
			if (text.startsWith('0')) column.longest = Math.max(column.longest, text.length);
			else {
				const group = column.shorter.get(text.length) ?? { count: 0, lines: [] };
				group.count += 1;
				if (group.lines.length < SHOWN_LINES) group.lines.push(line);
				column.shorter.set(text.length, group);
			}
		}
	}

	/** A sentence for each member of which values seem to lack zeros. */
	warnings(sourceOf: (member: string) => string): string[] {
		return [...this.seen].flatMap(([member, { longest, shorter }]) => {
			const short = [...shorter].filter(([length]) => length < longest).map(([, group]) => group);
			const count = short.reduce((sum, group) => sum + group.count, 0);
			if (count === 0) return [];
			const lines = short.flatMap((group) => group.lines).sort((a, b) => a - b);
			const shown = lines.slice(0, SHOWN_LINES).join(', ');
			return [
				`${sourceOf(member)}: ${count} ${count === 1 ? 'value has' : 'values have'} fewer digits than others, which begin with 0 (line ${shown}${count > SHOWN_LINES ? ', …' : ''}). Spreadsheet programs drop leading zeros: compare with the source.`,
			];
		});
	}
}

function textAt(item: Item, member: string): string | undefined {
	const [outer, inner] = splitName(member);
	const value = inner === undefined ? item[outer] : (item[outer] as Item | undefined)?.[inner];
	return typeof value === 'string' ? value : undefined;
}

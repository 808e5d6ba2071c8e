/** Causes shown, and ranges of lines shown of each. */
const MOST_CAUSES = 50;
const MOST_RANGES = 8;

/** Mistakes of many lines, grouped by cause: numbers in the text do not make another cause. */
export class MistakeGroups {
	private readonly groups = new Map<string, { text: string; count: number; ranges: [number, number][] }>();

	add(line: number, text: string): void {
		const cause = text.replace(/\d+/g, '0');
		const group = this.groups.get(cause) ?? { text, count: 0, ranges: [] };
		group.count += 1;
		const last = group.ranges.at(-1);
		if (last && last[1] === line - 1) last[1] = line;
		else if (group.ranges.length <= MOST_RANGES) group.ranges.push([line, line]);
		this.groups.set(cause, group);
	}

	/** One text for each cause, the most frequent first. */
	texts(): string[] {
		const groups = [...this.groups.values()].sort((a, b) => b.count - a.count);
		const shown = groups.slice(0, MOST_CAUSES).map(({ text, count, ranges }) => {
			const lines = ranges.slice(0, MOST_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
			const more = ranges.length > MOST_RANGES ? ' …' : '';
			return count === 1 ? `line ${lines[0]}: ${text}` : `${count} lines: ${text} (lines ${lines.join(', ')}${more})`;
		});
		const hidden = groups.length - shown.length;
		return hidden > 0 ? [...shown, `and ${hidden} other causes`] : shown;
	}
}

/** The campus of a series in the text format of Prometheus; names of campuses hold nothing that is escaped there. */
const CAMPUS = /[{,]campus="([^"]*)"/;

/** Metrics without the series of other campuses: whoever may read those of one campus learns nothing of the others. */
export function seriesOfCampus(text: string, campus: string): string {
	return text
		.split('\n')
		.filter((line) => line.startsWith('#') || (CAMPUS.exec(line)?.[1] ?? campus) === campus)
		.join('\n');
}

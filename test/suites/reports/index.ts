import { everywhere, type Suite } from '../run.js';
import { sessionSuite } from '../sessions/bench.js';
import { testReports, testReportsByUsername, testReportsWithoutSoapPhp } from './reports.js';

export const reports: Suite[] = [
	sessionSuite('reports', everywhere('1.9', '1.11'), testReports),
	sessionSuite('a report by username', everywhere('1.11'), testReportsByUsername),
	sessionSuite('reports without soap.php', everywhere('1.11-php7'), testReportsWithoutSoapPhp),
];

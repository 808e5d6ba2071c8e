import { everywhere, kindsWith, kindsWithout, type Suite } from '../run.js';
import { sessionSuite } from '../sessions/bench.js';
import { testReports, testReportsByUsername, testReportsWithoutSoapPhp } from './reports.js';

export const reports: Suite[] = [
	sessionSuite('reports', everywhere(...kindsWith('soap-php')), testReports),
	sessionSuite('a report by username', everywhere('1.11'), testReportsByUsername),
	sessionSuite('reports without soap.php', everywhere(...kindsWithout('soap-php')), testReportsWithoutSoapPhp),
];

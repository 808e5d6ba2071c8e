import type { Release } from '../release.js';

/** The differences between the nusoap libraries of 1.9 and 1.11, and between the settings of the two services. */
export interface Dialect {
	/** X-SOAP-Server. */
	server: string;
	/**
	 * Charset in the Content-Type of replies, and in the XML declaration unless it is a fault; the bytes are always
	 * UTF-8.
	 */
	charset: 'ISO-8859-1' | 'UTF-8';
	/** Whether PHP receives all text as ISO-8859-1, instead of in the charset of the Content-Type. */
	decodesUtf8: boolean;
	/** Whether malformed XML is a fault; if not, the parser silently stops there (F38). */
	reportsBadXml: boolean;
	/** Whether nusoap's debug output is appended to every reply, as an XML comment. */
	debug: boolean;
}

const NUSOAP_1_9: Dialect = {
	server: 'NuSOAP/0.9.5 (1.123)',
	charset: 'ISO-8859-1',
	decodesUtf8: true,
	reportsBadXml: true,
	debug: false,
};

const NUSOAP_1_11: Dialect = { ...NUSOAP_1_9, server: 'NuSOAP/0.9.5 (1.56)', reportsBadXml: false };

/** The dialect of a service. */
export function dialectOf(chamilo: Release['chamilo'], serviceName: string): Dialect {
	if (chamilo === '1.9') return NUSOAP_1_9;
	if (serviceName !== 'WSRegistration') return NUSOAP_1_11;
	return { ...NUSOAP_1_11, charset: 'UTF-8', decodesUtf8: false, debug: true };
}

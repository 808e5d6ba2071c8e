/** How one of the two services speaks: where the nusoap of 1.11 and its settings differ from those of 1.9. */
export interface Dialect {
	/** X-SOAP-Server. */
	server: string;
	/** Label of the replies, and what those that are no fault declare; the bytes are UTF-8 either way. */
	charset: 'ISO-8859-1' | 'UTF-8';
	/** Whether PHP gets text as ISO-8859-1 always, instead of in the charset of the Content-Type. */
	decodesUtf8: boolean;
	/** Whether bad XML is a fault, or the parser stops without a word (F38). */
	reportsBadXml: boolean;
	/** Whether nusoap's debug follows every reply as an XML comment. */
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
export function dialectOf(chamilo: '1.9' | '1.11', serviceName: string): Dialect {
	if (chamilo === '1.9') return NUSOAP_1_9;
	if (serviceName !== 'WSRegistration') return NUSOAP_1_11;
	return { ...NUSOAP_1_11, charset: 'UTF-8', decodesUtf8: false, debug: true };
}

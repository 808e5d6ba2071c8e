import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceContract } from '../soap/contract.js';
import type { Settings } from './campus/campus.js';
import type { Dialect } from './nusoap/dialect.js';
import type { Profile } from './profile.js';

/** A POST to one of the two services. */
export interface SoapRequest {
	serviceName: string;
	service: ServiceContract;
	profile: Profile;
	dialect: Dialect;
	headers: IncomingHttpHeaders;
	body: Buffer;
	host: string;
	/** The address that signatures are checked with. */
	ip: string;
	/** Address of the peer. */
	peer: string;
	settings: Settings;
}

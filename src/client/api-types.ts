import type { Client } from 'openapi-fetch';
import type { components, paths } from '../../openapi/client.d.ts';

/** A problem document (RFC 9457). Its `code` is what programs should branch on. */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];
export type GatewayClient = Client<paths>;

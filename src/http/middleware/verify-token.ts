import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { GatewayError } from '../../errors.js';
import { unauthorized, type VerifyToken } from './authenticate.js';

export interface TokenOptions {
	/** Where the keys of the issuer are (JWKS, RFC 7517). */
	jwksUrl: string;
	issuer: string;
	audience: string;
}

/** Asymmetric algorithms only: with `none` or HMAC anybody who knows the public key could make tokens. */
const ALGORITHMS = [
	'RS256',
	'RS384',
	'RS512',
	'PS256',
	'PS384',
	'PS512',
	'ES256',
	'ES384',
	'ES512',
	'EdDSA',
	'Ed25519',
];
/** A subject names a caller in log lines: it is a text of a bounded length without control characters. */
const SUBJECT = /^\P{C}{1,255}$/u;
const BAD_SUBJECT = 'The token is not accepted: its claim "sub" is not a text of 1 to 255 characters.';
/** Tolerated difference between the clocks, in seconds. */
const CLOCK_SKEW_S = 30;
const FETCH_TIMEOUT_MS = 5_000;
const RETRY_AFTER_S = '10';

/**
 * Accepts JSON Web Tokens (RFC 7519) of one issuer for one audience, with their scopes in `scope` (RFC 8693 §4.2). Public
 * keys are cached for ten minutes and fetched again when a token names an unknown one, so that they can be rotated.
 */
export function createTokenVerifier({ jwksUrl, issuer, audience }: TokenOptions): VerifyToken {
	const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: FETCH_TIMEOUT_MS });

	return async function verifyToken(token) {
		try {
			const { payload } = await jwtVerify(token, keys, {
				issuer,
				audience,
				algorithms: ALGORITHMS,
				clockTolerance: CLOCK_SKEW_S,
				requiredClaims: ['exp', 'sub'],
			});
			const { scope, sub } = payload;
			// The library only checks that there is one; two objects would be one caller.
			if (typeof sub !== 'string' || !SUBJECT.test(sub)) throw unauthorized(BAD_SUBJECT, 'invalid_token');
			return { name: `jwt:${sub}`, scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []) };
		} catch (failure) {
			if (failure instanceof GatewayError) throw failure;
			if (!isBadToken(failure)) throw unavailable(failure);
			throw unauthorized(`The token is not accepted: ${reasonOf(failure)}.`, 'invalid_token', failure);
		}
	};
}

/** Whether the token itself is wrong; otherwise the public keys could not be fetched or read. */
function isBadToken(failure: unknown): failure is errors.JOSEError {
	if (!(failure instanceof errors.JOSEError)) return false;
	return (
		failure.code !== 'ERR_JOSE_GENERIC' &&
		!(failure instanceof errors.JWKSTimeout || failure instanceof errors.JWKSInvalid)
	);
}

/** The reason in our own words: messages of the library can quote the token. */
function reasonOf(failure: errors.JOSEError): string {
	if (failure instanceof errors.JWTExpired) return 'it has expired';
	if (failure instanceof errors.JWTClaimValidationFailed) {
		return ['iss', 'aud', 'exp', 'nbf', 'sub'].includes(failure.claim)
			? `its claim "${failure.claim}" is missing or not as it must be`
			: 'a claim is not as it must be';
	}
	if (failure instanceof errors.JOSEAlgNotAllowed) return 'it is not signed by an algorithm that is allowed';
	return 'its signature cannot be verified';
}

function unavailable(cause: unknown): GatewayError {
	return new GatewayError('identity-provider-unavailable', 'The keys to verify the token with cannot be fetched.', {
		cause,
		headers: { 'Retry-After': RETRY_AFTER_S },
	});
}

import type { AppDeps } from './app.js';
import type { Keys } from './cache/keys.js';
import type { Store } from './cache/store.js';
import type { Config } from './config.js';
import { createTokenVerifier } from './http/middleware/verify-token.js';

/** Who may call, and how often, by the settings; the same on every runtime. */
export function accessOf(
	config: Config,
	keys: Keys,
	store: Store | undefined,
): Pick<AppDeps, 'verifyToken' | 'rateLimit' | 'corsOrigins'> {
	const { JWT_JWKS_URL: jwksUrl, JWT_ISSUER: issuer = '', JWT_AUDIENCE: audience = '', RATE_LIMIT: limit } = config;
	return {
		corsOrigins: config.CORS_ORIGINS,
		...(jwksUrl === undefined ? {} : { verifyToken: createTokenVerifier({ jwksUrl, issuer, audience }) }),
		...(limit > 0 ? { rateLimit: { limit, keys, store } } : {}),
	};
}

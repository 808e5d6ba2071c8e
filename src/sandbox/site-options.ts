import type { Settings } from './campus/campus.js';
import type { Seed } from './campus/seeds.js';
import type { Release } from './release.js';

/** How a sandbox is started. */
export interface SiteOptions {
	/** Version of Chamilo; default '1.9'. '1.11' is 1.11.6. */
	chamilo?: Release['chamilo'];
	/** PHP version; default 5, for 1.11.32 7. On 7 and 8, soap.php answers every call with the same fault. */
	php?: Release['php'];
	/** Whether soap.php of 1.11 can read requests; default true on PHP 5, false on later ones. See Release. */
	rawPostData?: boolean;
	/** `security_key` of Chamilo's configuration. */
	securityKey?: string;
	/** The key of the administrator `admin` for v2.php, which 1.11.32 has. Not in the recorded seed. */
	apiKey?: string;
	seed?: Seed;
	/**
	 * How long a call keeps its worker busy. perUserMs is added for each item of a list that is created or deleted; items
	 * that are only looked up, enabled or disabled take a tenth of it, as measured.
	 */
	latency?: { baseMs?: number; perUserMs?: number };
	/** Maximum number of concurrent calls; further ones are queued. Default: no limit. */
	workers?: number;
	/** Receives one line per call. */
	log?: (line: string) => void;
	/** Settings of 1.11.32 that differ from those of a new installation. */
	settings?: Partial<Settings>;
	/** Root URL of the campus in links, with a slash at the end; default: the address of the sandbox. */
	rootUrl?: string;
}

import { passOn } from './pass-on.js';
import type { WorkerEnv } from './platform.js';

export { GatewayObject } from './gateway-object.js';

export default {
	fetch: (request: Request, { GATEWAY }: WorkerEnv) => passOn(request, GATEWAY),
};

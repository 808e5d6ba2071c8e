import { forward } from './forward.js';
import type { WorkerEnv } from './platform.js';

export { GatewayObject } from './gateway-object.js';

export default {
	fetch: (request: Request, { GATEWAY }: WorkerEnv) => forward(request, GATEWAY),
};

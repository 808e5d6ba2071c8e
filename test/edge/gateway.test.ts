import { testGateway } from '../contract/gateway.js';
import { startEdgeStack } from '../support/edge.js';

for (const kind of ['1.9', '1.11-php7'] as const) {
	testGateway('Workers: the bundle, in workerd', kind, () => startEdgeStack({}, kind));
}

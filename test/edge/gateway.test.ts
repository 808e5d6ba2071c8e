import { testGateway } from '../contract/gateway.js';
import { startEdgeStack } from '../support/edge.js';

testGateway('Workers: the bundle, in workerd', '1.9', startEdgeStack);

import { runSuites } from '../run.js';
import { scim } from './index.js';

runSuites('edge', scim);

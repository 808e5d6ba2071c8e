import { runSuites } from '../run.js';
import { gateway } from './index.js';

runSuites('node', gateway);

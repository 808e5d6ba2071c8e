import { runSuites } from '../run.js';
import { sessions } from './index.js';

runSuites('node', sessions);

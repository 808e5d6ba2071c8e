import { runSuites } from '../run.js';
import { sessions } from './index.js';

runSuites('edge', sessions);

import { runSuites } from '../run.js';
import { users } from './index.js';

runSuites('node', users);

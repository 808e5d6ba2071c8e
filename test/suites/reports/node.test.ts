import { runSuites } from '../run.js';
import { reports } from './index.js';

runSuites('node', reports);

import { runSuites } from '../run.js';
import { enrolments } from './index.js';

runSuites('edge', enrolments);

import { runSuites } from '../run.js';
import { courses } from './index.js';

runSuites('edge', courses);

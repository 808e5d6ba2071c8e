import { ALL_KINDS, type Suite } from '../run.js';
import { testEnrolments } from './put.js';

export const enrolments: Suite[] = [{ title: 'PUT /enrolments', kinds: ALL_KINDS, declare: testEnrolments }];

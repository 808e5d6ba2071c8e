import { step } from '../ways.js';
import { createByRegistration } from './create.registration.js';
import { createBySoap } from './create.soap.js';

/**
 * Creates one user and makes sure that all of it is stored. The caller holds the lock on its names, and can say that nobody
 * has the external id.
 */
export const createOne = step('Creating a user', [createBySoap, createByRegistration]);

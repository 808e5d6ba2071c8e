import type { Contract, ServiceContract } from './contract.js';

/** What registration.wsdl of Chamilo 1.11.32 has besides that of 1.11.6, or in place of it. */
const CHANGED: Pick<ServiceContract, 'operations' | 'types'> = {
	operations: {
		WSGetUserFromUsername: {
			soapAction: 'urn:WSRegistration#WSGetUserFromUsername',
			input: [['GetUserFromUsername', 'tns:GetUserArgUsername']],
			output: 'tns:UserWithExtraFields',
		},
		WSUpdateUserOriginalIdFromUsername: {
			soapAction: 'urn:WSRegistration#WSGetUserFromUsername',
			input: [['WSUpdateUserOriginalIdFromUsername', 'tns:GetUserArgUsernameWithOriginal']],
			output: 'tns:User',
		},
	},
	types: {
		UserWithExtraFields: {
			members: [
				['user_id', 'xsd:string'],
				['firstname', 'xsd:string'],
				['lastname', 'xsd:string'],
				['extra_fields', 'xsd:string'],
			],
		},
		GetUserArgUsernameWithOriginal: {
			members: [
				['username', 'xsd:string'],
				['original_user_id_name', 'xsd:string'],
				['original_user_id_value', 'xsd:string'],
				['secret_key', 'xsd:string'],
			],
		},
	},
};

/**
 * The contract of Chamilo 1.11.32, made of that of 1.11.6: as a whole it would take the Worker over its size. A test compares it
 * with openapi/contract-1.11.32.json, which is compiled from the WSDLs.
 */
export function contract11132Of(contract111: Contract): Contract {
	const { WSRegistration, ...others } = contract111.services;
	if (!WSRegistration) throw new Error('the contract has no WSRegistration');
	return {
		...contract111,
		chamilo: '1.11.32',
		services: {
			...others,
			WSRegistration: {
				...WSRegistration,
				operations: { ...WSRegistration.operations, ...CHANGED.operations },
				types: { ...WSRegistration.types, ...CHANGED.types },
			},
		},
	};
}

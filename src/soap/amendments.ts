import type { Contract, NamedType } from './contract.js';

/**
 * Where Chamilo reads something else than its own WSDL says. Each entry is a fact measured on the wire; the contract
 * files stay what the WSDLs say, so that a live WSDL can be compared with them.
 */
const TYPE_AMENDMENTS: TypeAmendment[] = [
	// CreateUsers reads `login`; the WSDL says `loginname` (F41). Both are sent.
	{ service: 'WSService', type: 'user_create', amend: (members) => [...members, ['login', 'xsd:string']] },
	// Plain texts, and the names parallel to the values; the WSDL has other types (F70).
	{ service: 'WSRegistration', type: 'unsuscribeUserFromCourseParams', amend: withNameList },
	// The same on 1.9 only: 1.11 takes what its WSDL says, and nothing else (F161, F162).
	{ service: 'WSRegistration', type: 'subscribeUsersToSessionParams', amend: withNameList, only: '1.9' },
	{ service: 'WSRegistration', type: 'unsubscribeUsersFromSessionParams', amend: withNameList, only: '1.9' },
];

interface TypeAmendment {
	service: string;
	type: string;
	amend: (members: NamedType[]) => NamedType[];
	/** Version of Chamilo, where not all need it. */
	only?: string;
}

function withNameList(members: NamedType[]): NamedType[] {
	return members.map(([name, type]) =>
		name === 'original_user_id_name' || name === 'original_user_id_values' ? [name, 'xsd:string[]'] : [name, type],
	);
}

/** Parameters that an operation really takes, where its WSDL names others: positions count, names do not. */
const INPUT_AMENDMENTS: Record<string, Record<string, (input: NamedType[]) => NamedType[]>> = {
	WSService: {
		// With the three parameters of the WSDL the answer is always empty (F42).
		'WSCourse.ListCourses': (input) => input.filter(([name]) => name === 'secret_key'),
		// These take no key; with one, every argument is taken for the one before it.
		'WSReport.GetTimeSpentOnPlatform': withoutKey,
		'WSReport.GetTimeSpentOnCourse': withoutKey,
		'WSReport.GetTimeSpentOnCourseInSession': withoutKey,
	},
};

function withoutKey(input: NamedType[]): NamedType[] {
	return input.filter(([name]) => name !== 'secret_key');
}

/** The contract as Chamilo really reads it. */
export function amendContract(contract: Contract): Contract {
	const amended = structuredClone(contract);
	for (const { service, type, amend, only } of TYPE_AMENDMENTS) {
		const declared = amended.services[service]?.types[type];
		if (declared && 'members' in declared && (only === undefined || only === contract.chamilo)) {
			declared.members = amend(declared.members);
		}
	}
	for (const [service, operations] of Object.entries(INPUT_AMENDMENTS)) {
		for (const [name, amend] of Object.entries(operations)) {
			const operation = amended.services[service]?.operations[name];
			if (operation) operation.input = amend(operation.input);
		}
	}
	return amended;
}

import { type Contract, findOperation, type NamedType } from './contract.js';

/**
 * Types that Chamilo reads differently from what its own WSDL declares. Each entry was measured on the wire. The
 * compiled contract files are not changed, so that they can still be compared with a live WSDL.
 */
const TYPE_AMENDMENTS: TypeAmendment[] = [
	// CreateUsers reads `login`; the WSDL says `loginname` (F41). Both are sent.
	{ service: 'WSService', type: 'user_create', amend: (members) => [...members, ['login', 'xsd:string']] },
	// Both are lists of strings, the names parallel to the values; the WSDL declares other types (F70).
	{ service: 'WSRegistration', type: 'unsuscribeUserFromCourseParams', amend: withNameList },
	// What a campus answers that was upgraded since the gateway looked: only WSGetUserFromUsername has it (F65).
	{
		service: 'WSRegistration',
		type: 'User',
		amend: (members) => [...members, ['extra_fields', 'xsd:string']],
		only: '1.11',
	},
	// The same on 1.9 only: 1.11 accepts exactly what its WSDL declares (F161, F162).
	{ service: 'WSRegistration', type: 'subscribeUsersToSessionParams', amend: withNameList, only: '1.9' },
	{ service: 'WSRegistration', type: 'unsubscribeUsersFromSessionParams', amend: withNameList, only: '1.9' },
];

interface TypeAmendment {
	service: string;
	type: string;
	amend: (members: NamedType[]) => NamedType[];
	/** The only version of Chamilo that needs it; all versions if left out. */
	only?: string;
}

function withNameList(members: NamedType[]): NamedType[] {
	return members.map(([name, type]) =>
		name === 'original_user_id_name' || name === 'original_user_id_values' ? [name, 'xsd:string[]'] : [name, type],
	);
}

/** Corrected parameter lists, where the WSDL declares wrong ones. Chamilo binds parameters by position, not by name. */
const INPUT_AMENDMENTS: Record<string, Record<string, (input: NamedType[]) => NamedType[]>> = {
	WSService: {
		// With the three parameters of the WSDL the result is always empty (F42).
		'WSCourse.ListCourses': (input) => input.filter(([name]) => name === 'secret_key'),
		// These take no key. If one is sent, all other arguments are shifted by one position.
		'WSReport.GetTimeSpentOnPlatform': withoutKey,
		'WSReport.GetTimeSpentOnCourse': withoutKey,
		'WSReport.GetTimeSpentOnCourseInSession': withoutKey,
	},
};

/** Numbers for which only an empty text means "as it is": PHP 8 reads an empty number as 0 (F196). */
const EMPTY_AS_TEXT: Record<string, readonly string[]> = {
	'WSCourse.EditCourse': ['visibility', 'subscribe', 'unsubscribe'],
};

function withoutKey(input: NamedType[]): NamedType[] {
	return input.filter(([name]) => name !== 'secret_key');
}

/** A copy of the contract, corrected to what Chamilo really reads. */
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
	for (const [name, emptyAsText] of Object.entries(EMPTY_AS_TEXT)) {
		const found = findOperation(amended, name);
		if (found) found.operation.emptyAsText = emptyAsText;
	}
	return amended;
}

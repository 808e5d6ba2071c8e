import type { Contract, NamedType, TypeContract } from './contract.js';

/**
 * Where Chamilo reads something else than its own WSDL says. Each entry is a fact measured on the wire; the contract
 * files stay what the WSDLs say, so that a live WSDL can be compared with them.
 */
const TYPE_AMENDMENTS: Record<string, Record<string, (type: TypeContract) => TypeContract>> = {
	WSService: {
		// CreateUsers reads `login`; the WSDL says `loginname` (CHAMILO.md §5). Both are sent.
		user_create: (type) => withMembers(type, (members) => [...members, ['login', 'xsd:string']]),
	},
	WSRegistration: {
		// Plain texts; the WSDL borrows an unrelated type (calls 406, 525).
		originalUsersList: () => ({ arrayOf: 'xsd:string' }),
		// The names go parallel to the values (CHAMILO-WAYS.md §0 rule 4).
		unsuscribeUserFromCourseParams: withNameList,
		subscribeUsersToSessionParams: withNameList,
		unsubscribeUsersFromSessionParams: withNameList,
	},
};

/** Parameters that an operation really takes, where its WSDL names others: positions count, names do not. */
const INPUT_AMENDMENTS: Record<string, Record<string, (input: NamedType[]) => NamedType[]>> = {
	WSService: {
		// With the three parameters of the WSDL the answer is always empty (CHAMILO.md §5).
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

function withNameList(type: TypeContract): TypeContract {
	return withMembers(type, (members) =>
		members.map(([name, xsd]) => (name === 'original_user_id_name' ? [name, 'tns:originalUsersList'] : [name, xsd])),
	);
}

function withMembers(type: TypeContract, change: (members: NamedType[]) => NamedType[]): TypeContract {
	return 'members' in type ? { members: change(type.members) } : type;
}

/** The contract as Chamilo really reads it. */
export function amendContract(contract: Contract): Contract {
	const amended = structuredClone(contract);
	for (const [service, types] of Object.entries(TYPE_AMENDMENTS)) {
		const target = amended.services[service]?.types ?? {};
		for (const [name, amend] of Object.entries(types)) {
			const type = target[name];
			if (type) target[name] = amend(type);
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

/** Changes of single members of a session, by Chamilo's JSON API: what is not sent stays as it is (F385). */
import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import { lookAfter } from '../look-after.js';
import { onlyFor, step } from '../ways.js';
import { BY_NUMBER, findSession } from './find.js';
import type { KnownSession } from './search.js';

/** Members that an action changes one by one, and that can be read afterwards. None is empty or 0: that is left out (F385). */
export interface SessionPart {
	name?: string | undefined;
	coachId?: number | undefined;
	/** As Chamilo numbers it. */
	visibility?: number | undefined;
	extras?: Readonly<Record<string, string>> | undefined;
}

const chamilo = { operation: 'update_session' };

/** Changes members of the session of a number, and looks: the answer is the same for fields that do not exist. */
export const changeSession = step('Changing single members of a session', {
	needs: ['json-api'],
	calls: ['update_session', onlyFor(findSession, BY_NUMBER.label)],
	async run(campus, id: number, part: SessionPart): Promise<void> {
		const { name, coachId, visibility, extras = {} } = part;
		const extra = Object.fromEntries(Object.entries(extras).map(([field, value]) => [`extra_${field}`, value]));
		let missing: string[] = [];
		await lookAfter(
			() =>
				campus.commandJson('update_session', {
					session_id: id,
					name,
					id_coach: coachId,
					visibility,
					...(Object.keys(extra).length > 0 ? { extra } : {}),
				}),
			async () => {
				const now = await findSession(campus, numbered(id), Object.keys(extras));
				missing = now ? missingOf(now, part) : ['the session itself'];
				return missing.length === 0;
			},
			() =>
				new GatewayError(
					'rejected-by-chamilo',
					`Chamilo did not store: ${missing.join(', ')}. It gave no reason; an extra field must exist before a value is stored in it.`,
					{ chamilo },
				),
		);
	},
});

/** What of the members is otherwise in a session. */
export function missingOf(session: KnownSession, { name, coachId, visibility, extras = {} }: SessionPart): string[] {
	return [
		...(name === undefined || name === session.name ? [] : ['name']),
		...(coachId === undefined || coachId === session.coachId ? [] : ['coach']),
		...(visibility === undefined || visibility === session.visibility ? [] : ['visibility']),
		...Object.entries(extras).flatMap(([field, value]) =>
			(session.extras.get(field.toLowerCase()) ?? '') === value ? [] : [`the extra field ${field}`],
		),
	];
}

/** Gives a session an external id of the gateway. @throws unsupported-by-chamilo where it cannot be stored */
export const giveExternalId = step('Giving a session an external id', {
	calls: [changeSession],
	async run(campus, id: number, { field, value }: Reference): Promise<void> {
		try {
			await changeSession(campus, id, { extras: { [field]: value } });
		} catch (failure) {
			if (!(failure instanceof GatewayError && failure.code === 'rejected-by-chamilo')) throw failure;
			throw new GatewayError(
				'unsupported-by-chamilo',
				`Session ${id} has no external id, and could not be given one: the campus has no extra field ${field} for sessions. POST /sessions without \`field\` makes it. Nothing was changed.`,
				{ cause: failure },
			);
		}
	},
});

export function numbered(id: number): Reference {
	return { field: 'chamilo_session_id', value: String(id) };
}

// Compares what shall be with what was sent last. Sends nothing.

import { LeadingZeros } from '../import/excel-damage.js';
import type { FileRecord } from '../import/records.js';
import { describeMistakes, Validator } from '../import/validator.js';
import { contentOf, type Desired, loginOf, looseNameOf, nameOf, type Part, recordsIn } from './desired.js';
import type { Outcome } from './outcome.js';
import type { OwnedKind, State } from './state.js';

export type Action = 'create' | 'change';

export interface KindPlan {
	create: number;
	change: number;
	unchanged: number;
	/** Keys of records that are no longer in the file, and are to be dealt with. */
	gone: string[];
	/** Records that were there last night. */
	owned: number;
	/** Whether a file of tonight has records of this kind; without one nothing is gone. */
	isCovered: boolean;
}

export interface Plan {
	users: KindPlan;
	enrolments: KindPlan;
	/** What to do with which record, by part and by the position of the record in it. */
	actions: Map<Part, Map<number, Action>>;
	/** Lines that cannot be sent. */
	refused: Outcome[];
	warnings: string[];
}

interface Seen {
	part: Part;
	position: number;
	line: number;
	content: string;
	/** The username stands in the file, and is not made from a template. */
	login?: string | undefined;
	loose?: string | undefined;
	/** It is not sent, and that is told already. */
	isRefused?: boolean;
}

/** @param acceptsMoves whether a person may get another identifier. */
export async function makePlan(desired: Desired, state: State, acceptsMoves: boolean): Promise<Plan> {
	const planner = new Planner(desired, state);
	for (const part of desired.parts) await planner.read(part);
	planner.findGone();
	if (!acceptsMoves) planner.holdMoved();
	return planner.finish();
}

class Planner {
	private readonly plan: Plan = {
		users: emptyPlan(),
		enrolments: emptyPlan(),
		actions: new Map(),
		refused: [],
		warnings: [],
	};
	private readonly seen = new Map<string, Seen>();
	private readonly logins = new Map<string, string>();
	/** Lines of which it is not known who they are: somebody seems gone who may be meant by one. */
	private readonly nameless = { users: 0, enrolments: 0 };

	constructor(
		private readonly desired: Desired,
		private readonly state: State,
	) {}

	async read(part: Part): Promise<void> {
		const { kind, mapped } = part;
		const validator = new Validator(mapped.recordType, mapped.mapping);
		const zeros = new LeadingZeros();
		this.plan[kind].isCovered = true;
		this.plan.actions.set(part, new Map());
		let position = -1;
		for await (const record of recordsIn(part)) {
			position += 1;
			zeros.see(record.line, record.item);
			this.see(part, record, position, validator);
		}
		this.plan.warnings.push(...zeros.warnings((member) => mapped.mapping.sourceOf(member)));
	}

	private see(part: Part, record: FileRecord, position: number, validator: Validator): void {
		const { kind } = part;
		const { secrets, entries } = this.state;
		const name = nameOf(kind, record.item);
		const key = name === undefined ? undefined : secrets.hash(`${kind} ${name}`);
		const content = secrets.hash(contentOf(record.item));
		const known = key === undefined ? undefined : entries.get(key);
		const first = key === undefined ? undefined : this.seen.get(key);
		if (first) {
			this.repeat(part, record, content, first);
			return;
		}
		const hasMistakes = record.mistakes.length > 0;
		// What was sent as it is has passed the checks already.
		const isSame = !hasMistakes && known?.hash === content && known.gone === undefined;
		const mistakes = isSame ? [] : validator.check(record);
		if (key === undefined) this.nameless[kind] += 1;
		else this.seen.set(key, { part, position, line: record.line, content: isSame ? (known.hash ?? content) : content });
		const seen = key === undefined ? undefined : this.seen.get(key);
		if (mistakes.length > 0 || key === undefined) {
			if (seen) seen.isRefused = true;
			const detail = mistakes.length > 0 ? describeMistakes(mistakes) : 'says not whose record it is';
			this.refuse(part, record, 'invalid', detail);
			return;
		}
		if (kind === 'users' && !this.claimLogin(part, record, key, isSame ? known.login : undefined)) {
			if (seen) seen.isRefused = true;
			return;
		}
		if (isSame) this.plan[kind].unchanged += 1;
		else {
			const action = known === undefined || known.isNew ? 'create' : 'change';
			this.plan[kind][action] += 1;
			this.plan.actions.get(part)?.set(position, action);
			if (seen && action === 'create') Object.assign(seen, this.namesOf(kind, part, record));
		}
	}

	private namesOf(kind: OwnedKind, part: Part, { item }: FileRecord): Pick<Seen, 'login' | 'loose'> {
		if (kind !== 'users' || this.state.entries.size === 0) return {};
		const { secrets } = this.state;
		const login = part.mapped.mapping.hasTemplatedLogin ? undefined : loginOf(item);
		const loose = looseNameOf(item);
		return {
			...(login === undefined ? {} : { login: secrets.hash(login) }),
			...(loose === undefined ? {} : { loose: secrets.hash(loose) }),
		};
	}

	/** A record that stands there twice: the same is no mistake, another one makes both unclear. */
	private repeat(part: Part, record: FileRecord, content: string, first: Seen): void {
		if (first.content === content && record.mistakes.length === 0) return;
		this.refuse(part, record, 'contradiction', `is the same record as line ${first.line}, with other data`);
		this.retract(first, `is the same record as line ${record.line}, with other data`, 'contradiction');
	}

	/** @param known the hash of the username, where it is the same as last night. */
	private claimLogin(part: Part, record: FileRecord, key: string, known: string | undefined): boolean {
		const login = loginOf(record.item);
		if (login === undefined || part.mapped.mapping.hasTemplatedLogin) return true;
		const hash = known ?? this.state.secrets.hash(login);
		const owner = this.logins.get(hash);
		if (owner === undefined) {
			this.logins.set(hash, key);
			return true;
		}
		const first = this.seen.get(owner);
		this.refuse(part, record, 'contradiction', `has the same username as line ${first?.line ?? '?'}`);
		if (first) this.retract(first, `has the same username as line ${record.line}`, 'contradiction');
		return false;
	}

	/** Takes back what was planned for a record. */
	private retract(seen: Seen, detail: string, code: string): void {
		if (seen.isRefused) return;
		seen.isRefused = true;
		const { kind, source } = seen.part;
		const actions = this.plan.actions.get(seen.part);
		this.plan[kind][actions?.get(seen.position) ?? 'unchanged'] -= 1;
		actions?.delete(seen.position);
		this.plan.refused.push({
			kind,
			file: source.path,
			line: seen.line,
			action: 'none',
			outcome: 'invalid',
			code,
			detail,
		});
	}

	private refuse(part: Part, { line, item }: FileRecord, code: string, detail: string): void {
		const { field, value } = part.kind === 'users' ? item : ((item.user ?? {}) as Record<string, unknown>);
		this.plan.refused.push({
			...{ kind: part.kind, file: part.source.path, line, action: 'none', outcome: 'invalid', code, detail },
			...(typeof field === 'string' ? { field } : {}),
			...(typeof value === 'string' ? { value } : {}),
		});
	}

	findGone(): void {
		for (const [key, { kind, gone }] of this.state.entries) {
			const plan = this.plan[kind];
			if (gone === 'disabled' || gone === 'left') continue;
			plan.owned += 1;
			if (plan.isCovered && !this.seen.has(key)) plan.gone.push(key);
		}
		for (const kind of ['users', 'enrolments'] as const) {
			const count = this.nameless[kind];
			if (count === 0 || this.plan[kind].gone.length === 0) continue;
			this.plan.warnings.push(
				`${count} ${count === 1 ? 'line does' : 'lines do'} not say whose record it is, so none of the ${this.plan[kind].gone.length} ${kind} that seem gone is touched.`,
			);
			this.plan[kind].gone = [];
		}
	}

	/** Holds new users back who seem to be known ones with another identifier, and those known ones as well. */
	holdMoved(): void {
		const { gone } = this.plan.users;
		if (gone.length === 0) return;
		const byLogin = new Map<string, string>();
		const byLoose = new Map<string, string>();
		for (const key of gone) {
			const { login, loose, isNew } = this.state.entries.get(key) ?? {};
			// Who was never created can have been corrected.
			if (isNew) continue;
			if (login) byLogin.set(login, key);
			if (loose) byLoose.set(loose, key);
		}
		const held = new Set<string>();
		for (const seen of this.seen.values()) {
			if (this.plan.actions.get(seen.part)?.get(seen.position) !== 'create') continue;
			const zeros = seen.loose === undefined ? undefined : byLoose.get(seen.loose);
			const moved = seen.login === undefined ? undefined : byLogin.get(seen.login);
			if (zeros !== undefined) {
				held.add(zeros);
				this.retract(
					seen,
					'has the identifier of a known user with other leading zeros: perhaps a spreadsheet dropped them. Neither is changed; --accept-moves takes it for another person',
					'leading-zeros',
				);
			} else if (moved !== undefined) {
				held.add(moved);
				this.retract(
					seen,
					'has the username of a user who had another identifier until now. Neither is changed: correct the identifier in the file or in Chamilo, or take it for another person with --accept-moves',
					'identifier-moved',
				);
			}
		}
		this.plan.users.gone = gone.filter((key) => !held.has(key));
	}

	finish(): Plan {
		const { gone } = this.desired;
		if (gone.users === 'leave') this.plan.warnings.push(...left(this.plan.users, 'users'));
		if (gone.enrolments === 'leave') this.plan.warnings.push(...left(this.plan.enrolments, 'enrolments'));
		return this.plan;
	}
}

function left(plan: KindPlan, kind: OwnedKind): string[] {
	return plan.gone.length === 0 ? [] : [`${plan.gone.length} ${kind} are gone from the file, and left as they are.`];
}

function emptyPlan(): KindPlan {
	return { create: 0, change: 0, unchanged: 0, gone: [], owned: 0, isCovered: false };
}

/** `users: +12 create, ~40 change, =2901 unchanged, -7 gone`. */
export function describePlan(plan: Plan): string[] {
	const lines = (['users', 'enrolments'] as const).flatMap((kind) => {
		const { create, change, unchanged, gone, isCovered } = plan[kind];
		if (!isCovered) return [];
		return [`${kind}: +${create} create, ~${change} change, =${unchanged} unchanged, -${gone.length} gone`];
	});
	return plan.refused.length === 0 ? lines : [...lines, `${plan.refused.length} lines cannot be sent`];
}

/** How many records may go: a number, or a share of those that were there. */
export type GoneLimit = { most: number } | { percent: number };

/** Why the brake stops everything; undefined where it does not. */
export function brakeReason(plan: Plan, desired: Desired, limit: GoneLimit): string | undefined {
	for (const kind of ['users', 'enrolments'] as const) {
		const { gone, owned } = plan[kind];
		if (desired.gone[kind] === 'leave') continue;
		const most = 'most' in limit ? limit.most : Math.ceil((owned * limit.percent) / 100);
		if (gone.length <= most) continue;
		const share = `${gone.length} of ${owned} ${kind} (${((gone.length * 100) / owned).toFixed(1)} %)`;
		const allowed = 'most' in limit ? `${limit.most}` : `${limit.percent} % (${most})`;
		return `${share} are no longer in the file; --max-disable allows ${allowed}. Nothing was sent. Is the file complete? If it is, run it once with --max-disable ${gone.length}.`;
	}
	return undefined;
}

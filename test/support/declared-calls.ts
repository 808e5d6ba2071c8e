import { appendFileSync } from 'node:fs';
import type { Campus } from '../../src/operations/campus.js';
import type { Operation } from '../../src/operations/operation.js';
import { type Call, observeWays, type StepFacts, type WayFacts } from '../../src/operations/ways.js';

/** A way that runs, of the step or row it belongs to. */
interface Scope {
	step: StepFacts;
	way: WayFacts;
}

/** What ways have done without declaring it, since `takeViolations` was called last. */
let violations: string[] = [];

/** A gateway turns these errors into 500, so a test has to ask for them. */
export function takeViolations(): string[] {
	const taken = violations;
	violations = [];
	return taken;
}

function refuse(message: string): never {
	violations.push(message);
	throw new Error(message);
}

/** Calls that were made, by the way that declares them. */
const made = new Map<WayFacts, Set<Call>>();

function record({ way }: Scope, call: Call): void {
	made.set(way, (made.get(way) ?? new Set()).add(call));
}

/** A campus that refuses what the running way does not declare: SOAP operations, actions of the JSON API, and steps. */
class DeclaredCampus implements Campus {
	constructor(
		readonly inner: Campus,
		readonly scope: Scope,
	) {}

	get capabilities() {
		return this.inner.capabilities;
	}
	get resumed() {
		return this.inner.resumed;
	}
	get earlierAnswer() {
		return this.inner.earlierAnswer;
	}
	get requestMark() {
		return this.inner.requestMark;
	}
	get concurrency() {
		return this.inner.concurrency;
	}
	get externalIds() {
		return this.inner.externalIds;
	}
	get records() {
		return this.inner.records;
	}
	query: Campus['query'] = async (operation, args) => {
		this.assertDeclared(operation);
		return this.inner.query(operation, args);
	};
	command: Campus['command'] = async (operation, args) => {
		this.assertDeclared(operation);
		return this.inner.command(operation, args);
	};
	readJson: Campus['readJson'] = async (action, args) => {
		this.assertDeclared(action);
		return this.inner.readJson(action, args);
	};
	commandJson: Campus['commandJson'] = async (action, args) => {
		this.assertDeclared(action);
		return this.inner.commandJson(action, args);
	};
	refused: Campus['refused'] = () => this.inner.refused();
	withLock: Campus['withLock'] = (keys, work) => this.inner.withLock(keys, work);
	makingFields: Campus['makingFields'] = (...args) => this.inner.makingFields(...args);
	unknownFields: Campus['unknownFields'] = (...args) => this.inner.unknownFields(...args);
	rememberFields: Campus['rememberFields'] = (...args) => this.inner.rememberFields(...args);
	forgetFields: Campus['forgetFields'] = (kind) => this.inner.forgetFields(kind);
	groupCommit: Campus['groupCommit'] = (name, item, work) => this.inner.groupCommit(name, item, work);
	cached: Campus['cached'] = (what) => this.inner.cached(what);
	cacheAge: Campus['cacheAge'] = () => this.inner.cacheAge();
	dependencies: Campus['dependencies'] = () => this.inner.dependencies();
	uncached: Campus['uncached'] = () => new DeclaredCampus(this.inner.uncached(), this.scope);

	private assertDeclared(operation: string): void {
		const { step, way } = this.scope;
		const declared = way.calls?.find((call) => call === operation);
		if (declared === undefined) refuse(`"${step.title}" calls ${operation}, which its way does not declare`);
		record(this.scope, declared);
	}
}

/** The call of a way that declares a step, for the way of that step that is taken. */
function declarationOf(way: WayFacts, taken: Scope): Call | undefined {
	return way.calls?.find((call) => {
		if (typeof call === 'string') return false;
		if (!('step' in call)) return call.ways === taken.step.ways;
		const { input } = taken.way;
		return call.step.ways === taken.step.ways && (!input || call.inputs.includes(input.label));
	});
}

/** Holds every way to what it declares, from now on in this process. */
export function watchDeclaredCalls(): void {
	observeWays((step, way, campus) => {
		if (!(campus instanceof DeclaredCampus)) return new DeclaredCampus(campus, { step, way });
		const declared = declarationOf(campus.scope.way, { step, way });
		if (declared === undefined) {
			return refuse(`"${campus.scope.step.title}" takes the step "${step.title}", which its way does not declare`);
		}
		record(campus.scope, declared);
		return new DeclaredCampus(campus.inner, { step, way });
	});
}

/** Every call that a way of the table declares, by a name that is the same in every process. */
export function declaredCalls(table: readonly Operation[]): { name: string; way: WayFacts; call: Call }[] {
	const seen = new Set<readonly WayFacts[]>();
	const list: { name: string; way: WayFacts; call: Call }[] = [];
	const visit = ({ title, ways }: StepFacts, above: string): void => {
		if (seen.has(ways)) return;
		seen.add(ways);
		ways.forEach((way, index) => {
			for (const call of way.calls ?? []) {
				const step = typeof call === 'string' ? undefined : 'step' in call ? call.step : call;
				const place = `${above} > ${title}, way ${index + 1}${way.input ? ` (${way.input.label})` : ''}`;
				list.push({ name: `${list.length}: ${place}: ${step?.title ?? String(call)}`, way, call });
				if (step) visit(step, place);
			}
		});
	};
	for (const row of table) visit(row, row.id);
	return list;
}

/** Adds the names of the declared calls that were made in this process to a file. */
export async function writeMadeCalls(file: string): Promise<void> {
	if (made.size === 0) return;
	const { OPERATIONS } = await import('../../src/operations/index.js');
	const names = declaredCalls(OPERATIONS).flatMap(({ name, way, call }) => (made.get(way)?.has(call) ? [name] : []));
	appendFileSync(file, names.map((name) => `${name}\n`).join(''));
}

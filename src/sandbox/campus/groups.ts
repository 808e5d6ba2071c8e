import type { Bytes } from '../php/bytes.js';

/** A group of the social network. Only 1.11 has services for them. */
export interface Group {
	id: number;
	name: Bytes;
	parentId: number;
	/** User ids to roles. */
	members: Map<number, number>;
}

/** The groups of a campus. */
export class Groups {
	private rows: Group[] = [];
	private nextId = 1;

	add(name: Bytes): Group {
		const group: Group = { id: this.nextId++, name, parentId: 0, members: new Map() };
		this.rows.push(group);
		return group;
	}

	byId(id: number): Group | undefined {
		return this.rows.find((group) => group.id === id);
	}

	delete(group: Group): void {
		this.rows = this.rows.filter((row) => row !== group);
	}
}

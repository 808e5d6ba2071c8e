/** What the REST side tells of itself; an adapter at the rim counts it. Nothing of it names a person or a record. */
export interface Telemetry {
	request(event: RequestEvent): void;
	/** Items of a batch. */
	batch(event: { operation: string; items: number }): void;
}

export interface RequestEvent {
	/** operationId of the row; undefined for pages and for what no row is at. */
	operation: string | undefined;
	method: string;
	status: number;
	ms: number;
}

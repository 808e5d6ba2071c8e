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

/** Follows what is done for a request, for those who look for where the time goes. */
export interface Tracing {
	/** A request, as part of the trace its headers name (W3C Trace Context). */
	request<T>(
		header: (name: string) => string | undefined,
		work: (end: (event: RequestEvent) => void) => Promise<T>,
	): Promise<T>;
	/** Something that is done for it. Attributes name operations, never records. */
	step<T>(name: string, attributes: Record<string, string>, work: () => Promise<T>): Promise<T>;
}

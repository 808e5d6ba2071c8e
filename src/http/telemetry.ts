/** Receives what is to be counted of requests. Events never name a person or a record. */
export interface Telemetry {
	request(event: RequestEvent): void;
	/** A batch was processed, with so many items. */
	batch(event: { operation: string; items: number }): void;
}

export interface RequestEvent {
	/** operationId; undefined for pages and for paths without a route. */
	operation: string | undefined;
	method: string;
	status: number;
	ms: number;
}

/** Records traces: a request as a span, and each thing done for it as a span below. */
export interface Tracing {
	/** Runs a request as a span of the trace that its headers name (W3C Trace Context). */
	request<T>(
		header: (name: string) => string | undefined,
		work: (end: (event: RequestEvent) => void) => Promise<T>,
	): Promise<T>;
	/** Runs something that is done for it as a span. Attributes name operations, never records. */
	step<T>(name: string, attributes: Record<string, string>, work: () => Promise<T>): Promise<T>;
}

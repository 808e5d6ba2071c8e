import {
	context,
	DiagLogLevel,
	diag,
	propagation,
	type Span,
	SpanKind,
	SpanStatusCode,
	trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import packageJson from '../../package.json' with { type: 'json' };
import type { Store } from '../cache/store.js';
import type { Log } from '../http/log.js';
import type { Tracing } from '../http/telemetry.js';
import { tracingSecrets } from './setting-files.js';

export interface RunningTracing extends Tracing {
	/** Id of the trace that the running code belongs to. */
	traceId(): string | undefined;
	/** Sends the spans that are not sent yet, and waits for a collector only briefly. */
	close(): Promise<void>;
}

/** The only protocol of OTLP that is spoken here. */
const PROTOCOL = 'http/json';
/** How long the end of the process waits for the collector. */
const CLOSE_MS = 1_000;
/** A collector that stays away is told of once in this time. */
const WARN_AGAIN_MS = 60_000;

/**
 * Traces over OTLP/HTTP, set up by the variables every OpenTelemetry program reads (OTEL_EXPORTER_OTLP_ENDPOINT,
 * OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER …). This file is loaded only where traces are set up.
 */
export function startTracing(env: Record<string, string | undefined>, log: Pick<Log, 'warn'>): RunningTracing {
	const warnOfLoss = createLossWarning(log);
	const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || PROTOCOL;
	if (protocol !== PROTOCOL) {
		log.warn({ setting: 'OTEL_EXPORTER_OTLP_PROTOCOL' }, `traces are sent as ${PROTOCOL} only, not as ${protocol}`);
	}
	// The exporter reads the environment, and knows no files.
	Object.assign(process.env, tracingSecrets(env));
	const provider = new NodeTracerProvider({
		resource: resourceFromAttributes({
			'service.name': env.OTEL_SERVICE_NAME ?? 'chamilo-rest-gateway',
			'service.version': packageJson.version,
		}),
		spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
	});
	provider.register();
	const tracer = provider.getTracer('chamilo-rest-gateway', packageJson.version);

	return {
		request(header, work) {
			const parent = propagation.extract(context.active(), header, {
				get: (carrier, name) => carrier(name.toLowerCase()),
				keys: () => propagation.fields(),
			});
			return tracer.startActiveSpan('request', { kind: SpanKind.SERVER }, parent, (span) =>
				runIn(span, () =>
					work(({ operation, method, status }) => {
						span.updateName(`${method} ${operation ?? 'none'}`);
						span.setAttribute('http.request.method', method);
						span.setAttribute('http.response.status_code', status);
						if (operation) span.setAttribute('chamilo_gateway.operation', operation);
						if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
					}),
				),
			);
		},
		step: (name, attributes, work) =>
			tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, (span) => runIn(span, work)),
		traceId: () => trace.getActiveSpan()?.spanContext().traceId,
		async close() {
			const timeout = new Promise<true>((resolve) => setTimeout(resolve, CLOSE_MS, true).unref());
			const isLate = await Promise.race([provider.shutdown().catch(() => undefined), timeout]);
			if (isLate) warnOfLoss('the collector has not taken them before the end');
			diag.disable();
		},
	};
}

/** Warns of spans that are lost, as OpenTelemetry reports it: a collector that is away fails no request. */
function createLossWarning(log: Pick<Log, 'warn'>): (message: string) => void {
	let warnedAt = Number.NEGATIVE_INFINITY;
	const warn = (message: string) => {
		if (performance.now() - warnedAt < WARN_AGAIN_MS) return;
		warnedAt = performance.now();
		log.warn({ detail: reasonIn(message) }, 'traces were not sent');
	};
	const ignore = () => undefined;
	diag.setLogger({ error: warn, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
	return warn;
}

/** OpenTelemetry reports an error as JSON with its stack trace. */
function reasonIn(message: string): string {
	try {
		const { message: reason, code } = JSON.parse(message) as { message?: unknown; code?: unknown };
		return String(reason || code || 'unknown');
	} catch {
		return message;
	}
}

/** Runs the work of a span and ends it. Of an error it has the code only: a message can name a person. */
async function runIn<T>(span: Span, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (failure) {
		const code = (failure as { code?: unknown } | null)?.code;
		span.setAttribute('error.type', typeof code === 'string' ? code : 'error');
		span.setStatus({ code: SpanStatusCode.ERROR });
		throw failure;
	} finally {
		span.end();
	}
}

/** Makes each command of a store a span, while a request is traced. */
export function traceStore(store: Store, tracing: Tracing): Store {
	const step = <T>(verb: string, work: () => Promise<T>) =>
		trace.getActiveSpan()
			? tracing.step(`redis ${verb}`, { 'db.system.name': 'redis', 'db.operation.name': verb }, work)
			: work();
	return {
		get: (...args) => step('get', () => store.get(...args)),
		set: (...args) => step('set', () => store.set(...args)),
		setIfAbsent: (...args) => step('set-if-absent', () => store.setIfAbsent(...args)),
		replace: (...args) => step('replace', () => store.replace(...args)),
		delete: (...args) => step('delete', () => store.delete(...args)),
		increment: (...args) => step('increment', () => store.increment(...args)),
	};
}

import { readFile } from 'node:fs/promises';
import soap from 'soap';
import type { NamedType, ServiceContract, TypeContract } from '../soap/contract.js';

/** The parts of the element tree of node-soap that are read here; its own types are `any`. */
interface WsdlElement {
	name: string;
	$name?: string;
	$type?: string;
	$ref?: string;
	[attribute: string]: unknown;
	children: WsdlElement[];
}

interface Definitions {
	$targetNamespace: string;
	messages: Record<string, WsdlElement>;
	portTypes: Record<string, WsdlElement>;
	bindings: Record<string, WsdlElement>;
	services: Record<string, WsdlElement>;
	schemas: Record<string, { complexTypes: Record<string, WsdlElement> }>;
}

export interface CompiledService {
	name: string;
	service: ServiceContract;
}

/**
 * Reads one WSDL with node-soap and keeps what a caller needs: names, order and types.
 * @param source WSDL text.
 */
export function compileWsdl(source: string): Promise<CompiledService> {
	return new Promise((resolve, reject) => {
		/**
		 * After parsing, node-soap replaces type names by schema objects, and the types that nusoap names but never
		 * declares (tns:user_id[]) become undefined. Its include hook runs before that: the names are still there.
		 */
		class WsdlReader extends soap.WSDL {
			override processIncludes(callback: unknown): void {
				try {
					resolve(readDefinitions(this.definitions as unknown as Definitions));
				} catch (cause) {
					reject(cause);
				}
				super.processIncludes(callback);
			}
		}
		// The undeclared types make node-soap's later steps fail or not, by version; only parse errors matter here.
		new WsdlReader(source, 'memory', {}).onReady((error) => error && reject(error));
	});
}

function readDefinitions(definitions: Definitions): CompiledService {
	const [name] = Object.keys(definitions.services);
	const [binding] = Object.values(definitions.bindings);
	const [portType] = Object.values(definitions.portTypes);
	if (!name || !binding || !portType) throw new Error('this is no WSDL: service, binding or portType is missing');

	const operations: ServiceContract['operations'] = {};
	for (const bound of elements(binding, 'operation')) {
		const id = String(bound.$name);
		const abstract = elements(portType, 'operation').find((candidate) => candidate.$name === id);
		const output = messageParts(definitions, abstract, 'output')[0];
		operations[id] = {
			soapAction: withoutHost(String(bound.soapAction ?? '')),
			input: messageParts(definitions, abstract, 'input'),
			output: output ? output[1] : null,
		};
	}
	const types: Record<string, TypeContract> = {};
	const schema = definitions.schemas[definitions.$targetNamespace];
	for (const [type, element] of Object.entries(schema?.complexTypes ?? {})) types[type] = complexType(element);
	return {
		name,
		service: { path: addressPath(definitions, name), namespace: definitions.$targetNamespace, operations, types },
	};
}

function elements(parent: WsdlElement | undefined, name: string): WsdlElement[] {
	return (parent?.children ?? []).filter((child) => child.name === name);
}

function messageParts(definitions: Definitions, operation: WsdlElement | undefined, direction: string): NamedType[] {
	const message = String(elements(operation, direction)[0]?.$message ?? '').replace(/^\w+:/, '');
	return elements(definitions.messages[message], 'part').map((part) => [String(part.$name), String(part.$type)]);
}

function complexType(element: WsdlElement): TypeContract {
	const [content] = elements(element, 'complexContent');
	if (content) {
		const attribute = elements(elements(content, 'restriction')[0], 'attribute')[0];
		const arrayType = Object.entries(attribute ?? {}).find(([key]) => key.endsWith('arrayType'))?.[1];
		return { arrayOf: String(arrayType).replace(/\[\]$/, '') };
	}
	const members = elements(elements(element, 'all')[0] ?? elements(element, 'sequence')[0], 'element');
	return { members: members.map((member) => [String(member.$name), String(member.$type)]) };
}

/** nusoap puts the requested host into the action; nothing compares it, so the contract omits it. */
function withoutHost(action: string): string {
	return action.replace(/^https?:\/\/[^/]+/, '');
}

function addressPath(definitions: Definitions, service: string): string {
	const [port] = elements(definitions.services[service], 'port');
	const location = String(elements(port, 'address')[0]?.$location ?? '');
	const path = /\/main\/webservices\/[\w.]+/.exec(location)?.[0];
	if (!path) throw new Error(`soap:address "${location}" of ${service} does not lie below /main/webservices`);
	return path;
}

/** Reads a WSDL at a URL or in a file, without what nusoap appends after the document. */
export async function loadWsdl(source: string): Promise<string> {
	const text = /^https?:/.test(source)
		? await (await fetch(source, { signal: AbortSignal.timeout(30_000) })).text()
		: await readFile(source, 'utf8');
	const end = text.lastIndexOf('</definitions>');
	return end < 0 ? text : text.slice(0, end + '</definitions>'.length);
}

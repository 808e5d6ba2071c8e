import type { NamedType, ServiceContract, TypeContract } from '../soap/contract.js';
import type { Dialect } from './nusoap/dialect.js';
import { fullAction } from './nusoap/request.js';

/**
 * Generates the WSDL as nusoap does, including references to types that are never declared.
 * @param authority Host header of the request: soap:address has it with the port, soapAction without.
 */
export function wsdlOf(name: string, service: ServiceContract, authority: string, { debug }: Dialect): string {
	const host = authority.replace(/:\d+$/, '');
	const { namespace, operations, types } = service;
	const each = <Item>(record: Record<string, Item>, render: (id: string, item: Item) => string) =>
		Object.entries(record)
			.map(([id, item]) => render(id, item))
			.join('\n');
	return `<?xml version="1.0" encoding="ISO-8859-1"?>
<definitions xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="${namespace}" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${namespace}">
<types>
<xsd:schema targetNamespace="${namespace}"
>
 <xsd:import namespace="http://schemas.xmlsoap.org/soap/encoding/" />
 <xsd:import namespace="http://schemas.xmlsoap.org/wsdl/" />
${each(types, (id, type) => complexType(id, type, debug))}
</xsd:schema>
</types>
${each(operations, (id, operation) => {
	const returned: NamedType[] = operation.output === null ? [] : [['return', operation.output]];
	return `${message(`${id}Request`, operation.input)}\n${message(`${id}Response`, returned)}`;
})}
<portType name="${name}PortType">
${each(operations, (id) => `  <operation name="${id}">\n    <input message="tns:${id}Request"/>\n    <output message="tns:${id}Response"/>\n  </operation>`)}
</portType>
<binding name="${name}Binding" type="tns:${name}PortType">
  <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
${each(operations, (id, { soapAction }) => boundOperation(id, fullAction(soapAction, host), soapAction.startsWith('urn:') ? namespace : ''))}
</binding>
<service name="${name}">
  <port name="${name}Port" binding="tns:${name}Binding">
    <soap:address location="http://${authority}${service.path}${debug ? '?debug=1' : ''}"/>
  </port>
</service>
</definitions>`;
}

function complexType(name: string, type: TypeContract, isCorrected: boolean): string {
	if ('arrayOf' in type) {
		// A typo in one registration of 1.9, which strict WSDL parsers reject.
		const attribute = type.arrayOf === 'tns:session' && !isCorrected ? 'SOAP:ENC:arrayType' : 'SOAP-ENC:arrayType';
		return ` <xsd:complexType name="${name}">
  <xsd:complexContent>
   <xsd:restriction base="SOAP-ENC:Array">
    <xsd:attribute ref="${attribute}" wsdl:arrayType="${type.arrayOf}[]"/>
   </xsd:restriction>
  </xsd:complexContent>
 </xsd:complexType>`;
	}
	const elements = type.members.map(
		([member, memberType]) => `   <xsd:element name="${member}" type="${memberType}"/>`,
	);
	return ` <xsd:complexType name="${name}">
  <xsd:all>
${elements.join('\n')}
  </xsd:all>
 </xsd:complexType>`;
}

function message(name: string, parts: readonly NamedType[]): string {
	const lines = parts.map(([part, type]) => `\n  <part name="${part}" type="${type}" />`);
	return `<message name="${name}">${lines.join('')}</message>`;
}

function boundOperation(name: string, action: string, namespace: string): string {
	const body = `<soap:body use="encoded" namespace="${namespace}" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>`;
	return `  <operation name="${name}">
    <soap:operation soapAction="${action}" style="rpc"/>
    <input>${body}</input>
    <output>${body}</output>
  </operation>`;
}

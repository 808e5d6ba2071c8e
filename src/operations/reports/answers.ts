import { GatewayError } from '../../errors.js';

/** A text that Chamilo answers; null for none. */
export function toText(value: string | null | undefined): string | null {
	return value === undefined || value === '' ? null : value;
}

/** A number that Chamilo answers as text; null for none. @throws chamilo-error */
export function toNumber(value: string | null | undefined): number | null {
	const text = value?.trim() ?? '';
	if (text === '') return null;
	const number = Number(text);
	if (Number.isFinite(number)) return number;
	throw new GatewayError('chamilo-error', 'Chamilo answered something that is no number where one belongs.');
}

/** By their names, some operations only read; what others change is not known here. */
export function isReading(name: string): boolean {
	return /^WS(?:\w+\.)?(?:Get|List|Search|Fetch)/.test(name);
}

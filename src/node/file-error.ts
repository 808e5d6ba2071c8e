/** What is wrong with a file, by error code. */
const FILE_ERRORS: Record<string, string> = {
	ENOENT: 'There is no such file or folder',
	EISDIR: 'It is a folder, not a file',
	ENOTDIR: 'A part of the path is no folder',
	EACCES: 'This user may not read or write it',
	EPERM: 'This user may not read or write it',
	ENOSPC: 'The disk is full',
	EROFS: 'The disk can only be read',
};

/** The message of an error; of one about a file, in words. */
export function messageOf(failure: NodeJS.ErrnoException): string {
	const words = failure.syscall === undefined ? undefined : FILE_ERRORS[failure.code ?? ''];
	if (words === undefined) return failure.message;
	return failure.path === undefined ? `${words}.` : `${words}: ${failure.path}`;
}

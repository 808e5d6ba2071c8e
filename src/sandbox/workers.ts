/** A pool of PHP workers: at most `size` calls run concurrently, further ones are queued in order. */
export class Workers {
	private busy = 0;
	private readonly waiting: (() => void)[] = [];

	constructor(private readonly size: number) {}

	async run<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.busy >= this.size) await new Promise<void>((resolve) => this.waiting.push(resolve));
		else this.busy++;
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.busy--;
		}
	}
}

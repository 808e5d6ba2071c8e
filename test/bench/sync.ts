// What it costs to plan a night of 100,000 users of whom 1 % have changed: `npx tsx test/bench/sync.ts`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCli } from '../node/command.js';

const COUNT = Number(process.argv[2] ?? 100_000);
const MAPPING = `passwords: random
users:
  field: { constant: external_user }
  value: Nr
  firstname: Vorname
  lastname: Nachname
  loginname: Konto
  status: { column: Rolle, values: { Dozent: teacher, "*": student } }
  email: Mail
  phone: { constant: null }
  language: { constant: english }
  expiration_date: { column: Ende, dates: DD.MM.YYYY }
`;

function rows(isChanged: (index: number) => boolean): string {
	const lines = Array.from({ length: COUNT }, (_, index) => {
		const number = String(index).padStart(6, '0');
		const name = isChanged(index) ? 'Zoë' : 'Zoé';
		return `${number};${name};Müller-${index};user.${index};Student;user.${index}@example.org;31.12.2031\n`;
	});
	return `Nr;Vorname;Nachname;Konto;Rolle;Mail;Ende\n${lines.join('')}`;
}

/** A gateway that takes everything at once. */
const gateway = createServer(async (request, response) => {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	const { users = [] } = pieces.length > 0 ? JSON.parse(Buffer.concat(pieces).toString('utf8')) : {};
	const results = users.map(({ field, value }: Record<string, string>, index: number) => ({
		...{ index, status: 201, id: index + 1, field, value },
	}));
	response.end(JSON.stringify({ results }));
});
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'));
const cli = buildCli();
/** Tells the memory of the command when it ends. */
const TELL =
	"data:text/javascript,process.on('exit',()=>process.stderr.write('max RSS '+Math.round(process.resourceUsage().maxRSS/1024)+' MiB\\n'))";

async function sync(title: string, ...args: string[]): Promise<void> {
	const files = [join(folder, 'hr.csv'), '--mapping', join(folder, 'hr.yaml'), '--batch-size', '1000'];
	const env = { PATH: process.env.PATH, CHAMILO_GATEWAY_URL: url, CHAMILO_GATEWAY_KEY: 'key' };
	const started = performance.now();
	const child = spawn(process.execPath, ['--import', TELL, cli, 'sync', ...files, ...args], { env, stdio: 'inherit' });
	await once(child, 'close');
	process.stdout.write(`${title}: ${((performance.now() - started) / 1000).toFixed(1)} s\n\n`);
}

try {
	await writeFile(join(folder, 'hr.yaml'), MAPPING);
	await writeFile(
		join(folder, 'hr.csv'),
		rows(() => false),
	);
	await sync(`first night, ${COUNT} users`, '--yes');
	await writeFile(
		join(folder, 'hr.csv'),
		rows((index) => index % 100 === 0),
	);
	await sync('plan of the second night, 1 % changed', '--dry-run');
	await sync('second night', '--yes');
} finally {
	await rm(folder, { recursive: true });
	gateway.close();
}

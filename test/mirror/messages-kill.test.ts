import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/mirror/database.ts';
import { openMirror } from '../../src/mirror/index.ts';
import { bricks, registry } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const program = new URL('./messages-kill.entry.ts', import.meta.url).pathname;

interface Acknowledged {
  taken: number;
  delivered: string[];
}

/** Lets the program work until it has acknowledged so many lines, then kills it. */
async function killAfter(lines: number, options: object): Promise<Acknowledged> {
  const flags = ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const acknowledged: Acknowledged = { taken: 0, delivered: [] };
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('msg_')) acknowledged.delivered.push(line);
    else acknowledged.taken = Number(line);
    if (++seen === lines) child.kill('SIGKILL');
  }
  await ended;
  return acknowledged;
}

const EACH = `select id, (select count(*) from overlays o where o.message = m.id) as overlays,
  (select count(*) from reservations r where r.message = m.id) as reservations,
  (select count(*) from command_keys k where k.message_ids = '["' || m.id || '"]') as keys,
  (select count(*) from facet_thing f where f.external_id = m.id) as facets from messages m`;
const BOUND = `select (select count(*) from messages where state = 'delivered') as delivered,
  (select count(*) from bindings where brick = 'one') as bound`;
const LANES = `select lane, sum(turn) as first from messages where state = 'queued' group by lane`;

describe.each(dialects)('a kill -9 among messages, on $name', (dialect) => {
  it('loses nothing that was acknowledged, and leaves nothing half done', async () => {
    const data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
    const database = await dialect.create();
    const options = { data, ...(database === undefined ? {} : { database }), registry, bricks };
    let known = 0;
    for (const lines of [4, 21, 40]) {
      const { taken, delivered } = await killAfter(lines, { ...options, from: known });
      await (await openMirror(options)).close();
      const { sql, close } = await openDatabase(options, { readOnly: true });
      const all = await sql.all<Record<string, number | string>>(EACH, []);
      expect(all.length).toBeGreaterThanOrEqual(taken);
      for (const { id, ...parts } of all)
        expect([id, ...Object.values(parts).map(Number)]).toEqual([`msg_${String(id).slice(4)}`, 1, 1, 1, 1]);
      const [bound] = await sql.all<{ delivered: number; bound: number }>(BOUND, []);
      expect(Number(bound?.delivered)).toBe(Number(bound?.bound));
      const states = await sql.all<{ id: string }>(`select id from messages where state = 'delivered'`, []);
      expect(states.map(({ id }) => id)).toEqual(expect.arrayContaining(delivered));
      const lanes = await sql.all<{ first: number | string }>(LANES, []);
      expect(lanes.map(({ first }) => Number(first))).toEqual(lanes.map(() => 1));
      await close();
      known = all.length;
    }
    await dialect.drop(database);
    await rm(data, { recursive: true });
  });
});

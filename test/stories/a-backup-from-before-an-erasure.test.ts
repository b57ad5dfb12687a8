import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import type { JsonObject } from '#sdk';
import memory from '../../connectors/memory/index.ts';
import { withAudit } from '../../src/audit-at-rest.ts';
import { openHub } from '../../src/hub/index.ts';
import { makeBackup, newKey, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const HOME = {
  ...{ externalId: 'a1', alias: null, firstName: 'Léa', lastName: 'Petitjean', company: null, vatNumber: null },
  ...{ street: '7 rue des Lilas', street2: null, postcode: '29200', city: 'Brest', country: 'FR', state: null },
  ...{ phone: '0298000000', mobile: null },
};
/** What must be nowhere any more. */
const TRACES = ['lea@example.com', 'Petitjean', 'rue des Lilas', '0298000000'];
const DAY = 86_400_000;

let world: MemoryHub;
let folder: string;
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody who bought, and got an invoice. */
function putOrder(): JsonObject {
  const shop = world.businesses['shop'];
  if (!shop) throw new Error('no business');
  fill(shop, 'shop');
  change(shop, 'shop', { type: 'Customer', id: 'lea' }, { lastName: 'Petitjean', addresses: [HOME] });
  const euro: JsonObject = { amount: '129.00', currency: 'EUR' };
  const invoice = { number: 'F-1', issuedAt: null, order: { $ref: 'Order/R-1' }, total: euro, totalWithTax: euro };
  shop.put({ role: 'shop', type: 'Invoice', id: 'F-1', facet: { ...invoice, shippingWithTax: euro } });
  const papers = {
    status: 'DELIVERED',
    shippingAddress: HOME,
    billingAddress: HOME,
    invoices: [{ $ref: 'Invoice/F-1' }],
  };
  change(shop, 'shop', { type: 'Order', id: 'R-1' }, papers);
  return euro;
}

async function expectNoTrace(data: string): Promise<void> {
  const files = (await readdir(data, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const bytes = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'latin1')));
  for (const trace of TRACES) expect(bytes.join('\n')).not.toContain(Buffer.from(trace).toString('latin1'));
}

/** Whoever cuts the trail of the restored hub is found by what the manifest of its backup said. */
async function expectCutIsSeen(data: string): Promise<void> {
  const head = (await withAudit({ data }, (tools) => tools.verify([]))).head?.seq ?? 0;
  const database = new DatabaseSync(join(data, 'mortar.db'));
  const triggers = database
    .prepare(`select name from sqlite_schema where type = 'trigger' and tbl_name = 'audit'`)
    .all();
  for (const { name } of triggers) database.exec(`drop trigger ${String(name)}`);
  database.exec('delete from audit where seq >= 2; delete from audit_people where seq >= 2');
  database.close();
  await rm(join(data, 'audit-anchor.json'), { force: true });
  expect(head).toBeGreaterThan(1);
  const broken = await withAudit({ data }, (tools) => tools.verify([]));
  expect(broken).toMatchObject({ entries: 1, broken: { seq: 2, reason: 'head' } });
}

it('is restored, and the person is still gone, and the invoice is there', async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortar-before-'));
  const key = await newKey(new Date());
  const identity = join(folder, 'owner.key');
  await writeFile(identity, key.file);
  const recipients = [key.recipient];
  world = await openMemoryHub(['shop'], { shop: { primary: 'shop' } }, { backup: { include: [], recipients } });
  const euro = putOrder();
  await world.sync('shop');

  const plan: BackupPlan = {
    ...{ data: world.data, environment: {}, version: '0.1.0', recipients, include: [] },
    ...{ schedule: '30 2 * * *', keep: { daily: 14, monthly: 12 }, journal: { every: '1m', before: 'nothing' } },
    targets: [{ kind: 'folder', site: 'attic', name: 'attic', path: join(folder, 'attic') }],
  };
  const target = openTarget({ kind: 'folder', site: 'attic', path: join(folder, 'attic') }, () => new Date());
  const from = Date.now();
  await world.hub.operations.people?.export({ email: 'lea@example.com' });
  const before = await makeBackup(plan, { now: () => new Date(from) });
  const [customer] = (await world.hub.mirror.reader.facets.page({ type: 'Customer', brick: 'shop', first: 1 })).rows;
  const id = customer?.row.id ?? '';
  const done = await world.hub.people.erase({ customer: id, confirm: id, reason: 'a letter', by: 'ada' });
  expect(done).toMatchObject({ outcome: 'erased', erasure: { retained: 1 } });
  await makeBackup(plan, { now: () => new Date(from + DAY) });

  // The backup from before, and the keys as they are now.
  const into = join(folder, 'machine');
  expect(await restore(target, { into, identity, backup: before.id })).toMatchObject({ backup: before.id });
  const data = join(into, 'data');
  const settings = memory.settings.parse({ business: `${world.data}/shop`, pageSize: 2 });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const hub = await openHub({
    config: { data, backup: { include: [], recipients } },
    bricks: [{ name: 'shop', connector: memory, settings, schedule: '0 0 1 1 *', holds }],
    registry: new URL('./memory-registry.ts', import.meta.url).href,
    log: pino({ level: 'silent' }),
  });
  try {
    while (!hub.isCaughtUp()) await new Promise((resolve) => setImmediate(resolve));
    const { facets } = hub.mirror.reader;
    const shown = await Promise.all(
      ['Customer', 'Order', 'Invoice'].map(async (type) => (await facets.page({ type, brick: 'shop', first: 9 })).rows),
    );
    const said = JSON.stringify([shown, await hub.mirror.persons.personRevisions(id, [])]);
    expect(TRACES.filter((trace) => said.includes(trace))).toEqual([]);
    expect(shown.map((rows) => rows.map(({ row }) => row.id).length)).toEqual([1, 1, 1]);
    expect(shown[2]?.[0]?.row.facet).toMatchObject({ number: 'F-1', totalWithTax: euro });
    const search = { type: 'Customer', brick: 'shop', first: 9, search: 'petitj' };
    expect((await facets.page(search)).rows).toEqual([]);
    expect((await facets.byColumn('Customer', 'shop', 'email', ['lea@example.com'])).size).toBe(0);
    expect(await hub.people.export({ email: 'lea@example.com' })).toBeNull();
    expect(await hub.operations.audit?.verify([])).toMatchObject({ anchors: 1, broken: null });
  } finally {
    await hub.close();
  }
  await expectNoTrace(data);
  await expectCutIsSeen(data);
});

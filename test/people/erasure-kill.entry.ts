import { pino } from 'pino';
import { personDesk } from '../../src/people/index.ts';
import { openErasureHub, readQuiet, retention } from './erasure-hub.ts';

/**
 * Erases somebody, or all that are over their time, and says every step. `stop`: at that step for the `time`th time, it
 * goes no further: it waits to be killed. At `destroying` it goes on, so that the kill falls into the step itself.
 */
const { data, stop, time, customers, work } = JSON.parse(process.argv[2] ?? '') as {
  data: string;
  stop: 'begun' | 'destroying' | 'destroyed';
  time: number;
  /** So many are read first; 0: they were. */
  customers: number;
  work: 'erase' | 'retain';
};

const { hub, business, recipients } = await openErasureHub(data);
if (customers > 0) await readQuiet(hub, business, customers);
let times = 0;
const step = async (name: typeof stop): Promise<void> => {
  if (name !== stop || ++times < time) return;
  process.stdout.write(`${name}\n`);
  if (name !== 'destroying') await new Promise(() => undefined);
};

const { persons, reader } = hub.mirror;
// What the process before it left is gone on with at the start.
while ((await persons.erasures({ state: 'begun' })).length > 0) await new Promise((resolve) => setImmediate(resolve));
const people = personDesk({
  ...{
    reader,
    sync: hub.sync,
    recipients,
    retention,
    log: pino({ level: 'silent' }),
    now: () => new Date('2026-11-01T08:00:00Z'),
  },
  desk: {
    ...persons,
    async destroy(order) {
      await step('destroying');
      const done = await persons.destroy(order);
      await step('destroyed');
      return done;
    },
  },
  outbox: {
    can: (brick, command) => hub.outbox.can(brick, command),
    async submit(order) {
      const receipt = await hub.outbox.submit(order);
      await step('begun');
      return receipt;
    },
  },
});

if (work === 'retain') await people.retain({ apply: true });
else {
  const { rows } = await reader.facets.page<{ lastName: string }>({ type: 'Customer', brick: 'shop', first: 50 });
  const id = rows.find(({ row }) => row.facet.lastName === 'Kerguelen')?.row.id ?? '';
  const done = await people.erase({ customer: id, confirm: id, reason: 'asked', by: 'test' });
  if (done.outcome !== 'erased') throw new Error(JSON.stringify(done));
}
process.stdout.write('done\n');

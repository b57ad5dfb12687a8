import { identityToRecipient, generateX25519Identity } from 'age-encryption';
import { pino } from 'pino';
import type { JsonObject } from '#sdk';
import memory, { openBusiness, type Business } from '../../connectors/memory/index.ts';
import { believable } from '../../connectors/memory/believable.ts';
import { RETENTION_DEFAULTS } from '../../src/config.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';

export const BORN = new Date('2026-11-01T08:00:00Z');
export const retention = { ...RETENTION_DEFAULTS, customers: { months: 36, untold: 'wait' as const } };
/** Children run what is built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
/** What must be nowhere any more. */
export const TRACES = ['Kerguelen', 'quiet@example.com'];

/** A hub on this folder, of one shop of this process. */
export async function openErasureHub(data: string): Promise<{
  hub: Hub;
  business: Business;
  recipients: string[];
  close(): Promise<void>;
}> {
  const business = openBusiness(data);
  const recipients = [await identityToRecipient(await generateX25519Identity())];
  const hub = await openHub({
    config: { data, retention, backup: { include: [], recipients } },
    bricks: [
      {
        ...{
          name: 'shop',
          connector: memory,
          settings: memory.settings.parse({ business: data }),
          schedule: '0 0 1 1 *',
        },
        holds: { percent: 10, records: 50, windowHours: 24, streams: {} },
      },
    ],
    registry: new URL(`../stories/memory-registry.${extension}`, import.meta.url).href,
    log: pino({ level: 'silent' }),
    now: () => new Date(BORN),
  });
  const close = async (): Promise<void> => {
    await hub.close();
    business.close();
  };
  return { hub, business, recipients, close };
}

/** Reads a shop with so many customers who never bought and changed last years ago. */
export async function readQuiet(hub: Hub, business: Business, count: number): Promise<void> {
  believable({ ...business, put: (thing) => void (thing.role === 'shop' && business.put(thing)) }, BORN);
  const lea = business.things('shop').find(({ type }) => type === 'Customer')?.facet as JsonObject;
  for (let n = 0; n < count; n++) {
    const facet = { ...lea, email: `${n}.quiet@example.com`, lastName: 'Kerguelen', createdAt: '2019-01-01T00:00:00Z' };
    business.put({ role: 'shop', type: 'Customer', id: `quiet-${n}`, facet });
  }
  const run = await hub.sync.sync('shop', { full: false, trigger: 'test' });
  if (run.state !== 'done') throw new Error(`the run ended ${run.state}`);
}

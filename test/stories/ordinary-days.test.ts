/** Promise: days on which nothing is wrong ask nobody for anything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startDemo } from '../../src/demo.ts';
import { openHub } from '../../src/hub/index.ts';
import { connectors } from '../../src/registry.ts';

const DAYS = 4;

it('four days of business in the demo’s bricks open no hold', async () => {
  const data = await mkdtemp(join(tmpdir(), 'mortar-days-'));
  const demo = await startDemo(join(data, 'demo'), connectors);
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const hub = await openHub({
    config: { data: join(data, 'hub'), roles: {} },
    bricks: demo.bricks.map((brick) => ({ ...brick, schedule: '*/5 * * * *', holds })),
    registry: new URL('../../src/registry.ts', import.meta.url).href,
    log: pino({ level: 'silent' }),
  });
  let revisions = 0;
  for (let day = 0; day <= DAYS; day++) {
    if (day > 0) await demo.day();
    for (const { name } of demo.bricks) {
      const run = await hub.sync.sync(name, { full: false, trigger: 'test' });
      expect(run).toMatchObject({ state: 'done', held: 0 });
      if (day > 0) revisions += run.revisions;
    }
  }
  expect(revisions).toBeGreaterThan(500);
  expect((await hub.mirror.reader.holds({ first: 5 })).rows).toEqual([]);
  await hub.close();
  await demo.close();
  await rm(data, { recursive: true });
});

/** Takes orders and sends each of them, as a served hub does: to be killed while it does. Its input: what to do. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { openJournal } from '../../src/mirror/index.ts';
import { openTarget, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { Shipper } from '../../src/recovery/backup/journal/index.ts';
import { aMirrorIn } from '../mirror/a-mirror.ts';
import { aMessage, anOrder } from '../mirror/messages-samples.ts';

const { plan, orders } = JSON.parse(await text(process.stdin)) as { plan: BackupPlan; orders: number };
/** Heard whatever becomes of this process. */
const say = (word: string): void => void writeSync(1, `${word}\n`);
const now = (): Date => new Date();

const mirror = await aMirrorIn(plan.data);
const { line } = await mirror.journal.beginJournal({ at: now().toISOString() });
const source = await openJournal({ data: plan.data });
const targets = plan.targets.map((settings) => openTarget(settings, now));
const shipper = new Shipper({
  ...{ plan, targets, source, now },
  async keep(made) {
    say('cut');
    await mirror.journal.keepSegment(made);
    say('kept');
  },
});
for (let order = 0; order < orders; order += 1) {
  const id = `msg_${randomUUID()}`;
  await mirror.writer.enqueue(anOrder([aMessage({ id, lane: id })]));
  say(`took ${id}`);
  const { reached } = await shipper.ship(line);
  if (reached.length > 0) say(`shipped ${id}`);
}
await shipper.ship(line);
await shipper.settled();
await source.close();
await mirror.close();
for (const target of targets) await target.close();

import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookDelivery, WebhookHint } from '#sdk';
import type { SubjectCase } from '../conformance.ts';
import { MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { Subject } from '../subject.ts';

/** What a connector must hold whose vendor pushes. */
export const webhookCases: readonly SubjectCase[] = [
  {
    name: 'the same webhook twice says the same, and what it names can be read',
    async run(subject) {
      const deliveries = await sentByAnotherDay(subject);
      const brick = subject.open();
      const hinted: WebhookHint[] = [];
      for (const delivery of deliveries) {
        const verdict = brick.webhook?.(delivery);
        assert.deepEqual(subject.open().webhook?.(delivery), verdict, 'The same delivery was judged in two ways.');
        assert.notEqual(verdict, 'forged', 'What the vendor itself sent was taken for forged.');
        if (typeof verdict === 'object') hinted.push(...verdict.hints);
      }
      assert.ok(hinted.length > 0, 'None of what the vendor sent names a record.');
      const mirror = new MemoryMirror();
      let found = 0;
      for (const { kind, ids } of hinted) {
        const stream = brick.streams.find((one) => one.kind === kind);
        assert.ok(stream?.byIds, `A webhook names ${kind}, which cannot be read by id.`);
        found += await mirror.readBack(stream, ids, subject.clock);
      }
      assert.ok(found > 0, 'Nothing of what was named is there.');
    },
  },
  {
    name: 'a webhook that was touched on its way is forged',
    async run(subject) {
      const brick = subject.open();
      let judged = 0;
      for (const delivery of await sentByAnotherDay(subject)) {
        if (typeof brick.webhook?.(delivery) !== 'object') continue;
        judged += 1;
        const body = Buffer.concat([delivery.body, Buffer.from(' ')]);
        assert.equal(brick.webhook({ ...delivery, body }), 'forged', "Another body was taken for the vendor's.");
        assert.equal(
          brick.webhook({ headers: {}, body: delivery.body }),
          'forged',
          'It was taken without a signature.',
        );
      }
      assert.ok(judged > 0, 'None of what the vendor sent names a record.');
    },
  },
];

/** What the vendor's stand-in sends while a day passes. */
async function sentByAnotherDay({ open, sandbox, clock }: Subject): Promise<WebhookDelivery[]> {
  if (!open().webhook || !sandbox.sendTo || !sandbox.step) throw new NotApplicable('Its vendor sends no webhooks.');
  const deliveries: WebhookDelivery[] = [];
  const server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      deliveries.push({ headers: Object.fromEntries(headers) as Record<string, string>, body: Buffer.concat(chunks) });
      answer.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await sandbox.sendTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/judged`);
    clock.now = new Date(clock.now.getTime() + 86_400_000);
    await sandbox.step();
  } finally {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
  return deliveries;
}

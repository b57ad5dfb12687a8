import { budgeted } from '../../src/gateway/budgeted-reader.ts';
import { createMetrics } from '../../src/gateway/index.ts';
import { ReadBudget } from '../../src/roles/graph/index.ts';
import { FakeMirror } from '../roles/fake-reader.ts';

describe('metrics', () => {
  it('ask for gauges when they are asked for', async () => {
    const metrics = createMetrics();
    let lags: Record<string, number> = { 'shop-fr': 4 };
    metrics.gauge('mortar_brick_lag_seconds', 'Age of the copy.', 'brick', () => lags);
    expect(await metrics.registry.metrics()).toContain('mortar_brick_lag_seconds{brick="shop-fr"} 4');
    lags = { 'shop-uk': 9 };
    const text = await metrics.registry.metrics();
    expect(text).toContain('mortar_brick_lag_seconds{brick="shop-uk"} 9');
    expect(text).not.toContain('shop-fr');
  });

  it('count reads and hand them on', async () => {
    const metrics = createMetrics();
    const reader = metrics.counted(new FakeMirror().reader);
    expect(await reader.facets.count({ type: 'Product', brick: 'shop-fr' })).toBe(0);
    expect(await reader.facets.byIds('Product', 'shop-fr', [])).toEqual(new Map());
    expect(await reader.runs({ first: 1 })).toEqual({ rows: [], hasNext: false });
    const text = await metrics.registry.metrics();
    expect(text).toContain('mortar_mirror_reads_total{read="count"} 1');
    expect(text).toContain('mortar_mirror_reads_total{read="byIds"} 1');
  });

  it('count reads of messages, which are paid for out of the request’s budget', async () => {
    const metrics = createMetrics();
    const mirror = new FakeMirror();
    const message = { id: 'msg_1', seq: 1, brick: 'shop-fr', command: 'setStock', lane: 'x', state: 'queued' } as const;
    const times = { nextAt: null, createdAt: '', deliveredAt: null, confirmedAt: null };
    mirror.messages.push({
      ...message,
      ...times,
      attempts: 0,
      failure: null,
      createdBy: 'a',
      origin: 'o',
      reason: null,
    });
    mirror.pending.push({ type: 'Variant', brick: 'shop-fr', hubId: 'variant_1', message: 'msg_1' });
    mirror.reserved.set('variant_1', 2);
    const reader = budgeted(metrics.counted(mirror.reader), new ReadBudget({ rows: 3 }));
    expect((await reader.messages({ first: 5, brick: 'shop-fr' })).rows).toEqual(mirror.messages);
    const pending = await reader.pendingMessages('Variant', 'shop-fr', ['variant_1', 'variant_2']);
    expect(pending).toEqual(new Map([['variant_1', mirror.messages]]));
    expect(await reader.reserved(['variant_1', 'variant_2'])).toEqual(new Map([['variant_1', 2]]));
    await expect(reader.messages({ first: 5 })).rejects.toMatchObject({ extensions: { code: 'QUERY_TOO_LARGE' } });
    const text = await metrics.registry.metrics();
    expect(text).toContain('mortar_mirror_reads_total{read="messages"} 2');
    expect(text).toContain('mortar_mirror_reads_total{read="pendingMessages"} 1');
    expect(text).toContain('mortar_mirror_reads_total{read="reserved"} 1');
  });
});

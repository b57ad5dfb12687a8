import { createMetrics } from '../../src/gateway/index.ts';
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
});

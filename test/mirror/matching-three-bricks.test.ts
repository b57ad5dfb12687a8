/** Promise: what three bricks say of one entity stays together, whoever comes, goes or is recognised later. */
import { AT, projectAll } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMatchingMirror, settled, type MatchingMirror } from './matching-mirror.ts';

const BRICKS = ['one', 'two', 'three'];

describe.each(dialects)('matching three bricks, on $name', (dialect) => {
  let mirror: MatchingMirror;
  beforeEach(async () => {
    mirror = await aMatchingMirror(dialect, BRICKS);
  });
  afterEach(() => mirror.remove());

  async function conflicts(): Promise<unknown[]> {
    const { rows } = await mirror.reader.bindingConflicts({ first: 50 });
    return rows.map(({ brick, externalId, reason }) => ({ brick, externalId, reason }));
  }

  it('takes along who is bound to an entity that is bound itself, though they share no key', async () => {
    await mirror.read('two', { x: { code: 'S1', ean: 'E1' } });
    await mirror.read('three', { z: { code: '', ean: 'E1' } });
    await mirror.settle();
    const before = (await mirror.ids('two'))['x'] ?? '';
    expect((await mirror.ids('three'))['z']).toBe(before);
    await mirror.read('one', { a: { code: 'S1' } });
    await mirror.settle();
    const a = (await mirror.ids('one'))['a'] ?? '';
    expect(a).not.toBe(before);
    expect([await mirror.ids('two'), await mirror.ids('three')]).toEqual([{ x: a }, { z: a }]);
    expect((await mirror.ids('three', 'Thing'))['T']).toBe((await mirror.ids('one', 'Thing'))['T']);
    const rows = await mirror.reader.bindings('Part', [a]);
    expect(rows.map(({ brick, method }) => [brick, method]).sort()).toEqual([
      ['one', 'own'],
      ['three', 'gtin'],
      ['two', 'sku'],
    ]);
    // The id of before answers in all of them.
    for (const brick of ['two', 'three'])
      expect((await mirror.reader.facets.byIds('Part', brick, [before])).get(before)?.id).toBe(a);
    const origins = await mirror.reader.facets.origins('Part', [a]);
    expect(
      origins
        .get(a)
        ?.map(({ brick }) => brick)
        .sort(),
    ).toEqual(['one', 'three', 'two']);
  });

  it('lets a weaker claim give way to a stronger one, and come back when that is gone', async () => {
    await mirror.read('one', { a: { code: 'S1', ean: 'E1' } });
    await mirror.read('two', { x: { code: 'other', ean: 'E1' } });
    await mirror.read('three', { z: { code: 'other' } });
    await mirror.settle();
    const a = (await mirror.ids('one'))['a'];
    expect([await mirror.ids('two'), await mirror.ids('three')]).toEqual([{ x: a }, { z: a }]);
    await mirror.read('two', { y: { code: 'S1' } });
    await mirror.settle();
    const two = await mirror.ids('two');
    expect(two['y']).toBe(a);
    expect(two['x']).not.toBe(a);
    expect(await mirror.ids('three')).toEqual({ z: two['x'] });
    expect(await conflicts()).toEqual([{ brick: 'two', externalId: 'x', reason: 'taken' }]);
    await mirror.read('two', { y: null });
    await mirror.settle();
    expect([await mirror.ids('two'), await mirror.ids('three')]).toEqual([{ x: a }, { z: a }]);
    expect(await conflicts()).toEqual([]);
  });

  it('never evicts what a person has bound', async () => {
    await mirror.read('one', { a: { code: 'S1' } });
    await mirror.read('two', { x: { code: 'S1' }, y: { code: 'S2' } });
    await mirror.settle();
    const a = (await mirror.ids('one'))['a'] ?? '';
    const order = { type: 'Part', brick: 'two', by: 'marie', at: AT };
    await mirror.writer.unbind({ ...order, externalId: 'x' });
    expect(await mirror.writer.bind({ ...order, externalId: 'y', hubId: a })).toEqual({ outcome: 'done', hubId: a });
    await mirror.read('two', { w: { code: 'S1' } });
    await mirror.read('three', { z: { code: 'S2' } });
    await mirror.settle();
    expect((await mirror.ids('two'))['y']).toBe(a);
    expect((await mirror.ids('three'))['z']).toBe(a);
    expect(await conflicts()).toContainEqual({ brick: 'two', externalId: 'w', reason: 'taken' });
  });

  it('recognises a brick that is added later, also before all others', async () => {
    await mirror.reopen(['two', 'three']);
    await mirror.read('two', { x: { code: 'S1' } });
    await mirror.read('three', { z: { code: 'S1' } });
    await mirror.settle();
    const before = (await mirror.ids('two'))['x'];
    await mirror.reopen(BRICKS);
    await mirror.read('one', { a: { code: 'S1' } });
    await mirror.settle();
    const a = (await mirror.ids('one'))['a'];
    expect([await mirror.ids('two'), await mirror.ids('three')]).toEqual([{ x: a }, { z: a }]);
    expect(a).not.toBe(before);
  });

  it('keeps the others together when the brick is gone that they were recognised by', async () => {
    await mirror.read('one', { a: { code: 'S1' } });
    await mirror.read('two', { x: { code: 'S1' } });
    await mirror.read('three', { z: { code: 'S1' }, n: { code: 'S9' } });
    await mirror.settle();
    const a = (await mirror.ids('one'))['a'];
    await mirror.reopen(['two', 'three']);
    await mirror.settle();
    await mirror.read('two', { m: { code: 'S9' } });
    await mirror.settle();
    const [two, three] = [await mirror.ids('two'), await mirror.ids('three')];
    expect(two['x']).toBe(a);
    expect(three).toEqual({ z: two['x'], n: two['m'] });
    expect(await conflicts()).toEqual([]);
    await mirror.writer.reproject(null);
    for (const brick of ['two', 'three']) await projectAll(mirror, brick);
    await settled(mirror, ['two', 'three']);
    expect([await mirror.ids('two'), await mirror.ids('three')]).toEqual([two, three]);
    await mirror.reopen(BRICKS);
    for (const brick of BRICKS) await projectAll(mirror, brick);
    await mirror.settle();
    expect((await mirror.ids('three'))['z']).toBe((await mirror.ids('one'))['a']);
  });
});

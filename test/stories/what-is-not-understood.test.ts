/** Promise: a record that the hub does not understand is told to staff until it does; it never disappears in silence. */
import { metricsOf } from '../../src/serve/brick-metrics.ts';
import { fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

let story: MemoryHub;
beforeAll(async () => {
  story = await openMemoryHub(['shop', 'other'], { shop: { primary: 'shop' } });
  for (const business of Object.values(story.businesses)) fill(business, 'shop');
  await story.sync('shop', 'other');
});
afterAll(() => story.close());

interface Told {
  name: string;
  state: string;
  unreadable: number;
  unreadableRecords: { stream: string; externalId: string; message: string }[];
  health: { message: string; remedy: string | null };
}

async function told(name: string): Promise<Told | undefined> {
  const fields = 'name state unreadable unreadableRecords { stream externalId message } health { message remedy }';
  const { bricks } = await story.ask(`{ bricks { ${fields} } }`);
  return (bricks as Told[]).find((brick) => brick.name === name);
}

async function metric(): Promise<string[]> {
  const text = await metricsOf(story.hub.sync, story.hub.mirror.reader).registry.metrics();
  return text.split('\n').filter((line) => line.startsWith('mortar_brick_projection_failures{'));
}

it('all is well as long as all is understood', async () => {
  expect(await told('shop')).toMatchObject({ state: 'HEALTHY', unreadable: 0, unreadableRecords: [] });
  expect(await metric()).toEqual([
    'mortar_brick_projection_failures{brick="shop"} 0',
    'mortar_brick_projection_failures{brick="other"} 0',
  ]);
});

it('what is not understood is counted, shown with its reason, and leaves the brick incomplete', async () => {
  // No role knows such a thing: the mirror refuses what the mapper makes of it.
  for (const id of ['1', '2']) story.businesses['shop']?.put({ role: 'shop', type: 'Oddity', id, facet: {} });
  await story.sync('shop');
  const brick = await told('shop');
  expect(brick).toMatchObject({ state: 'INCOMPLETE', unreadable: 2 });
  expect(brick?.unreadableRecords).toEqual(
    ['Oddity/1', 'Oddity/2'].map((externalId) => ({
      stream: 'shop',
      externalId,
      message: 'No role declares the facet type Oddity.',
    })),
  );
  expect(brick?.health.message).toMatch(/2 of shop.* Oddity\/1: No role declares the facet type Oddity\./);
  expect(brick?.health.remedy).toContain('mortar reproject shop');
  expect(await told('other')).toMatchObject({ state: 'HEALTHY', unreadable: 0 });
  expect(await metric()).toContain('mortar_brick_projection_failures{brick="shop"} 2');
});

it('it is told after everything was projected again, too, and no longer once the brick has mended it', async () => {
  await story.hub.operations.reproject('shop', () => undefined);
  expect(await told('shop')).toMatchObject({ state: 'INCOMPLETE', unreadable: 2 });
  for (const id of ['1', '2']) story.businesses['shop']?.remove('Oddity', id);
  await story.hub.sync.sync('shop', { full: true, trigger: 'test' });
  expect(await told('shop')).toMatchObject({ state: 'HEALTHY', unreadable: 0 });
});

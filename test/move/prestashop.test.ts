import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { freshShop, startPrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import type { PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openBlobs, openMirror, type OpenedMirror } from '../../src/mirror/index.ts';
import {
  applyMove,
  cutOverMove,
  idMapFile,
  makePlan,
  passwordLetters,
  redirectFile,
  verifyMove,
  type MoveParts,
  type MovePlan,
} from '../../src/recovery/index.ts';
import { redirectsOf } from '../../src/recovery/move/moved/redirects.ts';
import { facetTypes } from '../../src/registry.ts';
import { openBrick, settleBindings, syncBrick, type Brick } from '../../src/sync/index.ts';
import { askNginx } from './server-files.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const HOLDS = { percent: 10, records: 50, windowHours: 24, streams: {} };
const BRICKS = ['old', 'new'];
const signal = new AbortController().signal;
let clock = new Date('2026-11-20T08:00:00Z').getTime();
const now = (): Date => new Date((clock += 10));

let data: string;
let mirror: OpenedMirror;
let shops: PrestashopSandbox[];
let source: Brick;
let target: Brick;
let parts: MoveParts;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-shop-'));
  const state = generateShop({ products: 16, customers: 8, orders: 10, now: BORN });
  const fresh = freshShop(BORN);
  fresh.resources['products'] = (state.resources['products'] ?? []).slice(0, 1).map((row) => ({ ...row, id: 19 }));
  shops = [await startPrestashopSandbox({ state, now }), await startPrestashopSandbox({ state: fresh, now })];
  // The vendor's example products were deleted: the next one gets another number than in the old shop.
  await deleteProduct(shops[1], 19);
  const registry = new URL('../../src/registry.ts', import.meta.url).href;
  mirror = await openMirror({ data, registry, bricks: BRICKS.map((name) => ({ name, connector: 'prestashop' })) });
  const blobs = openBlobs(data);
  const log = pino({ level: 'silent' });
  const [old, standby] = shops.map(({ url, key }, index) =>
    openBrick(
      {
        ...{ name: BRICKS[index] ?? '', connector: prestashop, schedule: '0 * * * *', holds: HOLDS },
        settings: prestashop.settings.parse({ url, key }),
        ...(index === 1 && { standby: true, replaces: 'old' }),
      },
      { blobs, log, now },
    ),
  );
  if (!old || !standby) throw new Error('two bricks are opened');
  [source, target] = [old, standby];
  parts = {
    ...{ mirror, blobs, facetTypes, log, now, data, registry },
    brick: (name) => (name === 'old' ? old : standby),
    primary: () => 'old',
    timers: {
      after(_ms, run) {
        const turn = setImmediate(run);
        return () => clearImmediate(turn);
      },
    },
    random: () => 0.5,
  };
  const summary = await sync(source);
  if (summary.state !== 'done') throw new Error(`the run was ${summary.state}`);
  await settleBindings({ writer: mirror.writer, bricks: BRICKS, isStopped: () => false });
});

afterAll(async () => {
  for (const brick of [source, target]) await brick.close();
  await mirror.close();
  for (const shop of shops) await shop.close();
  await rm(data, { recursive: true });
});

async function deleteProduct(shop: PrestashopSandbox | undefined, id: number): Promise<void> {
  const key = Buffer.from(`${shop?.key ?? ''}:`).toString('base64');
  const address = `${shop?.url ?? ''}/api/products/${String(id)}`;
  const answer = await fetch(address, { method: 'DELETE', headers: { authorization: `Basic ${key}` } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the product was not deleted: ${String(answer.status)}`);
}

function sync({ name: brick, open }: Brick): ReturnType<typeof syncBrick> {
  return syncBrick({
    ...{ id: `run_${brick}`, brick, bricks: BRICKS, connector: prestashop, open, full: true, now },
    ...{ trigger: 'test', holds: HOLDS, parallel: 3, reader: mirror.reader, writer: mirror.writer, signal },
    waitingMs: () => 0,
    emit: () => undefined,
  });
}

describe('a PrestaShop rebuilt in an empty one by the hub', () => {
  let plan: MovePlan;

  it('is planned, with what is lost and why', async () => {
    plan = await makePlan(parts, {
      way: 'rebuild',
      source: 'old',
      target: 'new',
      asOf: null,
      merge: null,
      by: 'staff',
    });
    expect(plan.rights.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(plan.stages.find(({ kind }) => kind === 'products')?.count).toBe(16);
    expect(plan.losses.map(({ kind, field }) => `${kind}.${field}`)).toContain('customers.password');
    expect(plan.losses.filter(({ field }) => field === '*')).toEqual([]);
  });

  it('takes all of it, and is found equal when it is read back, by public pages too', async () => {
    const ended = await applyMove(parts, { plan, target, isPaused: () => false, signal });
    const failed = await mirror.moves.moveItems({ move: plan.id, states: ['failed'], first: 10 });
    expect(failed.map(({ kind, id, failure }) => [kind, id, failure])).toEqual([]);
    expect(ended.state).toBe('applied');
    clock += 60_000;
    const report = await verifyMove(parts, { move: plan.id, signal, sample: 8 });
    expect(report.findings).toEqual([]);
    expect(report.witness).toHaveLength(report.witness.filter(({ state }) => state === 'seen').length);
    expect(report.witness.length).toBeGreaterThan(4);
  });

  it('takes the place; old addresses lead to what was there, and customers are told of their passwords once', async () => {
    const read = async () => {
      const summary = await sync(target);
      await settleBindings({ writer: mirror.writer, bricks: BRICKS, isStopped: () => false });
      return summary;
    };
    const hooks = { read, follow: () => Promise.resolve(), cursors: () => [], stand: () => Promise.resolve() };
    await expect(redirectFile(parts, { id: plan.id, format: 'nginx', site: null })).rejects.toMatchObject({
      code: 'PLAN_NOT_CUT_OVER',
    });
    await cutOverMove(parts, hooks, { move: plan.id, source: 'old', by: 'staff', witness: false, accept: true });

    const { redirects, unknown } = await redirectsOf(parts, plan.id, null);
    expect(unknown.filter(({ type }) => type === 'Product')).toEqual([]);
    const where = askNginx((await redirectFile(parts, { id: plan.id, format: 'nginx', site: null })).content);
    const [old, present] = shops.map(({ state }) => state.resources['products'] ?? []);
    const exact = redirects.flatMap((one) =>
      one.type === 'Product' && 'path' in one.from ? [{ ...one, path: one.from.path }] : [],
    );
    expect(exact.length).toBeGreaterThan(10);
    for (const { path } of exact) {
      const was = old?.find(({ id }) => id === Number(/(\d+)-/.exec(path)?.[1]));
      const id = Number(new URL(where(path) ?? '').searchParams.get('id_product'));
      expect(present?.find((one) => one.id === id)?.['reference']).toBe(was?.['reference']);
    }
    // What the new shop itself shows is never sent on: there would be no end.
    for (const product of present ?? [])
      for (const slug of slugsOf(product))
        expect([slug, where(`/${String(product.id)}-${slug}.html`)]).toEqual([slug, null]);

    const ids = JSON.parse((await idMapFile(parts, { id: plan.id, format: 'json' })).content) as {
      type: string;
      newId: string;
    }[];
    expect(
      ids
        .filter(({ type }) => type === 'Product')
        .map(({ newId }) => newId)
        .sort(),
    ).toEqual(present?.map(({ id }) => String(id)).sort());

    const told: string[] = [];
    const mails = {
      ...{ move: parts, pause: () => Promise.resolve(), lock: () => mirror.lockBrick('#letters') },
      deliver: (letter: { to: string; text: string }) => {
        if (told.length === 3) return Promise.reject(new Error('the line broke'));
        expect(letter.text).toContain('controller=password');
        told.push(letter.to);
        return Promise.resolve();
      },
    };
    const first = await passwordLetters(mails, { id: plan.id, apply: false });
    expect([first.letters.length, first.list.split('\r\n').length - 2, told]).toEqual([8, 8, []]);
    const broken = await passwordLetters(mails, { id: plan.id, apply: true });
    expect(broken).toMatchObject({ unknown: [expect.any(String)], stopped: { code: 'SALVAGE_LETTER_UNKNOWN' } });
    const sent = await passwordLetters(
      { ...mails, deliver: (letter) => Promise.resolve(void told.push(letter.to)) },
      { id: plan.id, apply: true },
    );
    expect(sent).toMatchObject({ before: 3, unknown: broken.unknown });
    // The one of which nobody knows is a person's affair.
    expect([told.length, new Set(told).size]).toEqual([7, 7]);
  });
});

function slugsOf(product: { [field: string]: unknown }): string[] {
  const value = product['link_rewrite'];
  return Array.isArray(value) ? (value as { value: string }[]).map((one) => one.value) : [String(value)];
}

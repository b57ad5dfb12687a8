/**
 * Promise: a verification orders only when it is asked to, tells what became of it wherever it is read, and nobody can
 * change a letter of its report unseen.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrickIntake, CheckFinding } from '#sdk';
import {
  applyMove,
  checkReport,
  hubSigner,
  keepReport,
  makePlan,
  verifyMove,
  type MoveParts,
  type MovePlan,
  type Verdict,
} from '../../src/recovery/index.ts';
import { openMoveWorld, type MoveWorld } from './move-world.ts';

const ORDER = { way: 'swap', source: 'old', target: 'new', asOf: null, merge: null, by: 'test' } as const;
const { signal } = new AbortController();
const FINDING: CheckFinding = {
  ...{ subject: 'order', state: 'error', reference: 'T-17' },
  ...{ message: 'The total is <wrong>.', remedy: 'Look at the taxes.' },
  fr: { message: 'Le total est <faux>.', remedy: 'Regardez les taxes.' },
};
const FAILED = {
  ...{ state: 'failed', reference: 'T-17' },
  message: { en: 'The total is <wrong>.', fr: 'Le total est <faux>.' },
  remedy: { en: 'Look at the taxes.', fr: 'Regardez les taxes.' },
};
const SOLD: CheckFinding = { subject: 'order', state: 'ok', message: 'Ordered.', fr: { message: 'Commandé.' } };

let world: MoveWorld;
let plan: MovePlan;
beforeAll(async () => {
  world = await openMoveWorld();
  await world.sync(world.source);
  plan = await makePlan(world.parts, ORDER);
  await applyMove(world.parts, { plan, target: world.target, isPaused: () => false, signal });
});
afterAll(() => world.close());

/** The target with a public side that answers so. */
function selling(tryOrder: BrickIntake['tryOrder']): MoveParts {
  const { intake } = world.target.open;
  if (!intake) throw new Error('the memory can be filled');
  const open = { ...world.target.open, intake: { ...intake, ...(tryOrder && { tryOrder }) } };
  return { ...world.parts, brick: (name) => (name === 'old' ? world.source : { ...world.target, open }) };
}

async function kept(
  parts: MoveParts,
  tryOrder?: boolean,
): Promise<{ verdict: Verdict; text(name: string): Promise<string> }> {
  const report = await verifyMove(parts, {
    move: plan.id,
    signal,
    sample: 0,
    ...(tryOrder !== undefined && { tryOrder }),
  });
  const verdict = await keepReport(parts, report);
  return { verdict, text: (name) => readFile(join(verdict.folder, name), 'utf8') };
}

test('nothing is ordered unasked', async () => {
  const asked: string[] = [];
  const parts = selling((variant) => {
    asked.push(variant);
    return Promise.resolve(FINDING);
  });
  const { verdict, text } = await kept(parts);
  expect([asked, verdict.findings, verdict.order]).toEqual([[], 0, null]);
  expect(await text('report.en.html')).not.toContain('Ordered for trial');
});

test('an order that fails is a finding, told in every form of the report', async () => {
  const parts = selling(() => Promise.resolve(FINDING));
  const { verdict, text } = await kept(parts, true);
  expect(verdict).toMatchObject({ findings: 1, order: FAILED });
  expect(JSON.parse(await text('report.json'))).toMatchObject({ order: FAILED });
  expect(await text('report.csv')).toMatch(
    /order,Variant,[^,]+,T-17,.*failed.*The total is <wrong>\. Look at the taxes\./,
  );
  expect(await text('report.en.html')).toMatch(/1 differences.*Ordered for trial.*T-17.*✘ failed.*&lt;wrong&gt;/s);
  expect(await text('report.fr.html')).toMatch(/Commande d’essai.*✘ échouée.*&lt;faux&gt;.*Regardez les taxes/s);
});

test('what a piece cost there is compared with what the source says, not the target', async () => {
  const costs = async (...prices: string[]) =>
    (
      await kept(
        selling(() => Promise.resolve({ ...SOLD, prices })),
        true,
      )
    ).verdict;
  const wrong = await costs('777.00', '932.40');
  expect(wrong).toMatchObject({ findings: 1, order: { state: 'failed', remedy: expect.anything() as unknown } });
  const [, due = ''] = /the source says ([\d.]+)/.exec(wrong.order?.message.en ?? '') ?? [];
  expect(await costs('99.99', due)).toMatchObject({ findings: 0, order: { state: 'completed', remedy: null } });
  expect(await costs()).toMatchObject({ findings: 0, order: { state: 'completed' } });
});

test.each([
  ['breaks off', () => Promise.reject(new Error('ECONNRESET')), /broke off: ECONNRESET/],
  ['has no public side', undefined, /no public side/],
] as const)('a trial on a brick that %s is no good news, and no difference either', async (_what, tryOrder, said) => {
  const { verdict } = await kept(selling(tryOrder), true);
  expect(verdict).toMatchObject({ findings: 0, order: { state: 'stopped', reference: null } });
  expect(verdict.order?.message.en).toMatch(said);
  expect(verdict.order?.remedy).not.toBeNull();
});

describe('signed', () => {
  const FILES = ['report.json', 'report.csv', 'report.en.html', 'report.fr.html'];
  let folder: string;
  beforeAll(async () => {
    folder = (
      await kept(
        selling(() => Promise.resolve(FINDING)),
        true,
      )
    ).verdict.folder;
  });

  test('by the key of the hub, which signs its backups, too', async () => {
    const signer = await hubSigner(world.data);
    for (const name of FILES)
      expect(await checkReport(join(folder, name), signer)).toMatchObject({ state: 'untouched', signer, known: true });
    expect(await checkReport(join(folder, 'report.json'), 'another')).toMatchObject({
      state: 'untouched',
      known: false,
    });
    expect(await readFile(join(folder, 'report.en.html'), 'utf8')).toContain(signer ?? '?');
  });

  test.each(FILES)('one altered byte of %s is told, wherever it is', async (name) => {
    const bytes = await readFile(join(folder, name));
    const altered = join(folder, name);
    // Every place would take a minute; the end, where the signature lies, byte by byte.
    const places = [...bytes.keys()].filter((at) => at % 211 === 0 || at > bytes.length - 200);
    try {
      for (const at of places) {
        const copy = Buffer.from(bytes);
        copy[at] = (copy[at] ?? 0) ^ 1;
        await writeFile(altered, copy);
        expect([at, (await checkReport(altered, null)).state]).toEqual([at, 'altered']);
      }
    } finally {
      await writeFile(altered, bytes);
    }
    expect((await checkReport(altered, null)).state).toBe('untouched');
  });

  test('a page alone proves nothing; the JSON alone does', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'mortar-report-'));
    try {
      for (const name of FILES) await writeFile(join(elsewhere, name), await readFile(join(folder, name)));
      expect((await checkReport(join(elsewhere, 'report.json'), null)).state).toBe('untouched');
      await expect(checkReport(join(elsewhere, 'report.csv'), null)).rejects.toMatchObject({ code: 'REPORT_UNSIGNED' });
      await expect(checkReport(join(elsewhere, 'none.json'), null)).rejects.toMatchObject({
        code: 'REPORT_UNREADABLE',
      });
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});

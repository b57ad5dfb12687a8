import type { ExpectedDifference, JsonObject } from '#sdk';
import type { FacetReader, FacetRow, FacetType } from '../../../mirror/index.ts';
import { syncBrick, type Brick } from '../../../sync/index.ts';
import { refuseMove } from '../failures.ts';
import { idMap } from '../id-map.ts';
import type { MoveParts } from '../parts.ts';
import { hashOf, planOfRow, type MovePlan } from '../plan/plan.ts';
import { sharedTypes } from '../roles.ts';
import { openScratch, type Scratch } from '../scratch.ts';
import { facetsOf } from '../source.ts';
import { fillingOf } from '../target.ts';
import { differencesOf, expectedBy, type Difference } from './compare.ts';
import { shown, type ExpectedGroup, type Finding, type Report, type ReportBody } from './report.ts';
import { witness } from './witness.ts';
import { HAD_BEFORE, LEFT_OUT, NOT_BROUGHT, type Words } from './words.ts';

const PAGE = 200;
const MOST_FINDINGS = 5_000;
/** What a message that was not delivered yet would create. */
const MESSAGE = /^msg_[0-9a-f-]{36}$/;
/** Clocks differ a little; what a target did by itself right after our write is no change of somebody else. */
const GRACE_MS = 5_000;

export interface Verifying {
  move: string;
  signal: AbortSignal;
  /** Pages that an independent witness looks at; 0: none. */
  sample: number;
}

/** Reads the target back with its own streams, and compares all that it says in its roles with what the source says. */
export async function verifyMove(parts: MoveParts, { move, signal, sample }: Verifying): Promise<Report> {
  const { plan, writtenUntil } = await appliedPlan(parts, move);
  const target = parts.brick(plan.target);
  const { intake, filling } = fillingOf(target, plan.way);
  const scratch = await openScratch(parts, target, idMap(parts, plan));
  const source = await facetsOf(parts, plan);
  try {
    await readBack(parts, target, scratch, signal);
    const writes = await writesOf(parts, plan.id);
    const book = bookOf(plan, filling.expected, writes, writtenUntil);
    const types: ReportBody['types'] = [];
    for (const type of sharedTypes(parts, plan)) {
      signal.throwIfAborted();
      types.push(await compareType(type, { source: source.facets, target: scratch.mirror.reader.facets, plan, book }));
    }
    const seen = await witness({
      intake,
      plan,
      facets: { source: source.facets, target: scratch.mirror.reader.facets },
      sample,
      signal,
    });
    const { way, source: from, target: into, at, asOf } = plan;
    const body: ReportBody = {
      ...{ version: 1, move: plan.id, way, source: from, target: into, at, asOf },
      ...{ verifiedAt: parts.now().toISOString(), types: types.filter((one) => one.source + one.target > 0) },
      ...{ findings: book.findings, findingCount: book.count(), expected: [...book.expected.values()], witness: seen },
    };
    return { ...body, hash: hashOf(body) };
  } finally {
    await source.release();
    await scratch.close();
  }
}

async function appliedPlan(parts: MoveParts, move: string): Promise<{ plan: MovePlan; writtenUntil: string }> {
  const [row] = await parts.mirror.moves.moves({ id: move, first: 1 });
  if (!row) throw refuseMove('PLAN_UNKNOWN', `This hub has made no plan ${move}.`, 'See plans.');
  if (row.state === 'planned')
    throw refuseMove('PLAN_NOT_APPLIED', 'Nothing of the plan was applied yet.', 'Apply it: mortar apply PLANFILE.');
  return { plan: planOfRow(row.plan), writtenUntil: row.endedAt ?? parts.now().toISOString() };
}

async function readBack(parts: MoveParts, target: Brick, { mirror }: Scratch, signal: AbortSignal): Promise<void> {
  const summary = await syncBrick({
    ...{ id: `verify_${target.name}`, brick: target.name, connector: target.connector, open: target.open },
    ...{
      full: true,
      trigger: 'verify',
      holds: target.holds,
      parallel: 3,
      reader: mirror.reader,
      writer: mirror.writer,
    },
    signal,
    now: () => parts.now(),
    waitingMs: () => target.waitingMs(),
    emit: () => undefined,
  });
  signal.throwIfAborted();
  if (summary.state === 'done') return;
  const first = summary.failures.find(({ code }) => code !== 'BRICK_RIGHT_MISSING' && code !== 'BRICK_RESOURCE_ABSENT');
  if (!first && summary.state === 'partial') return;
  throw refuseMove(
    'TARGET_NOT_READ',
    `${target.name} could not be read back: ${first?.message ?? summary.state}`,
    first?.remedy ?? 'Verify again once it can be read.',
  );
}

/** By the target's id, when we wrote it last; and the ids of what was left out. */
async function writesOf(parts: MoveParts, move: string): Promise<{ at: Map<string, string>; leftOut: Set<string> }> {
  const at = new Map<string, string>();
  const leftOut = new Set<string>();
  for (let after: { kind: string; id: string } | undefined; ;) {
    const page = await parts.mirror.moves.moveItems({ move, first: 5_000, ...(after ? { after } : {}) });
    for (const item of page) {
      if (item.state === 'left-out') leftOut.add(item.id);
      else if (item.targetId !== null) at.set(item.targetId, item.at);
    }
    const last = page.at(-1);
    if (!last || page.length < 5_000) return { at, leftOut };
    after = { kind: last.kind, id: last.id };
  }
}

/** Where every difference is judged and written down. */
interface Book {
  findings: Finding[];
  expected: Map<string, ExpectedGroup>;
  count(): number;
  different(difference: Difference, source: FacetRow, target: FacetRow): void;
  missing(type: string, source: FacetRow): void;
  surplus(type: string, target: FacetRow): void;
}

function bookOf(
  plan: MovePlan,
  declared: readonly ExpectedDifference[],
  writes: { at: ReadonlyMap<string, string>; leftOut: ReadonlySet<string> },
  writtenUntil: string,
): Book {
  const findings: Finding[] = [];
  const expected = new Map<string, ExpectedGroup>();
  const brought = new Set(plan.stages.map(({ kind }) => kind));
  let count = 0;
  const expect = (path: string, reason: Words): void => {
    const known = expected.get(`${path} ${reason.en}`);
    if (known) known.count += 1;
    else expected.set(`${path} ${reason.en}`, { path, count: 1, reason });
  };
  const find = (finding: Finding): void => {
    count += 1;
    if (findings.length < MOST_FINDINGS) findings.push(finding);
  };
  const isChangedSince = (type: string, { externalId, facet }: FacetRow): boolean => {
    const updatedAt = (facet as JsonObject)['updatedAt'];
    if (typeof updatedAt !== 'string') return false;
    const written = writes.at.get(externalId) ?? writes.at.get(`${type}/${externalId}`) ?? writtenUntil;
    return Date.parse(updatedAt) > Date.parse(written) + GRACE_MS;
  };
  return {
    findings,
    expected,
    count: () => count,
    different(difference, { id: hubId, facet }, target) {
      const facets = { source: facet as JsonObject, target: target.facet as JsonObject };
      const by = expectedBy(difference, declared, facets);
      const type = difference.path.slice(0, difference.path.indexOf('.'));
      if (by) return expect(by.path, by.reason);
      // Who was left out is nobody there: an order of a guest.
      const isOfLeftOut = typeof difference.source === 'string' && writes.leftOut.has(difference.source);
      if (isOfLeftOut && (difference.target ?? null) === null) return expect(difference.path, LEFT_OUT);
      find({
        ...{ kind: 'different', type, hubId, externalId: target.externalId, path: difference.path },
        ...{ source: shown(difference.source), target: shown(difference.target) },
        changedSince: isChangedSince(type, target),
      });
    },
    missing(type, { id: hubId, externalId, facet }) {
      const by = expectedBy({ path: type, source: facet as JsonObject, target: undefined }, declared, {
        source: facet as JsonObject,
        target: null,
      });
      if (by) return expect(by.path, by.reason);
      if (plan.way === 'swap' && !brought.has(type)) return expect(type, NOT_BROUGHT);
      if (writes.leftOut.has(hubId) || writes.leftOut.has(externalId)) return expect(type, LEFT_OUT);
      find({
        kind: 'missing',
        type,
        hubId,
        externalId,
        path: type,
        source: shown(facet),
        target: null,
        changedSince: false,
      });
    },
    surplus(type, target) {
      const { id: hubId, externalId, facet } = target;
      const by = expectedBy({ path: type, source: undefined, target: facet as JsonObject }, declared, {
        source: null,
        target: facet as JsonObject,
      });
      if (by) return expect(by.path, by.reason);
      if (plan.merge !== null) return expect(type, HAD_BEFORE);
      const changedSince = isChangedSince(type, target);
      find({ kind: 'surplus', type, hubId, externalId, path: type, source: null, target: shown(facet), changedSince });
    },
  };
}

async function compareType(
  { name: type }: FacetType,
  { source, target, plan, book }: { source: FacetReader; target: FacetReader; plan: MovePlan; book: Book },
): Promise<ReportBody['types'][number]> {
  const counted = { type, source: 0, target: 0, equal: 0 };
  for await (const rows of pagesOf(source, type, plan.source)) {
    const ours = rows.filter(({ externalId }) => !MESSAGE.test(externalId));
    const theirs = await target.byIds(
      type,
      plan.target,
      ours.map(({ id }) => id),
    );
    for (const row of ours) {
      counted.source += 1;
      const other = theirs.get(row.id);
      if (!other) book.missing(type, row);
      else {
        const differences = differencesOf(type, row.facet as JsonObject, other.facet as JsonObject);
        if (differences.length === 0) counted.equal += 1;
        for (const difference of differences) book.different(difference, row, other);
      }
    }
  }
  for await (const rows of pagesOf(target, type, plan.target)) {
    counted.target += rows.length;
    const ids = rows.map(({ id }) => id);
    const known = await source.byIds(type, plan.source, ids);
    for (const row of rows) if (!known.has(row.id)) book.surplus(type, row);
  }
  return counted;
}

async function* pagesOf(facets: FacetReader, type: string, brick: string): AsyncGenerator<FacetRow[]> {
  for (let after: string | undefined, more = true; more;) {
    const page = await facets.page({ type, brick, first: PAGE, ...(after === undefined ? {} : { after }) });
    yield page.rows.map(({ row }) => row);
    after = page.rows.at(-1)?.cursor;
    more = page.hasNext;
  }
}

import { PermanentError, type OpenBrick, type RoleName, type TableCodec } from '#sdk';
import type { MirrorReader, MirrorWriter } from '../../mirror/index.ts';
import { stagingOf } from './brick/staging.ts';
import { CLAIM_KINDS, type Claim, type ClaimKind, type Doubt, type Subject } from './claim.ts';
import { Gathering } from './gather.ts';
import { needed, savedMap, savedTemplates, saveMap, saveTemplate } from './notes.ts';
import { readFiles, type FileReport, type Reading } from './reading.ts';
import { FIELD_NAMES, type FieldName } from './tables/index.ts';

/** What is asked: files, and what a person says of them. */
export interface SalvageOrder {
  /** Absolute. */
  paths: readonly string[];
  subject?: Subject;
  /** Name of a saved map. */
  map?: string;
  /** Saves the map of the one file that is named, under this name. */
  save?: string;
  /** Heading to field; null: left out. */
  columns?: Record<string, string | null>;
  /** Percent. */
  taxRate?: string;
  currency?: string;
  /** RFC 3339: how old the files are. */
  dated?: string;
  /** Saves what is marked in the one mail that is named, as a template for mails of its shop. */
  template?: { name: string; fields: Record<string, string> };
  apply: boolean;
}

export interface SalvageReport {
  files: FileReport[];
  /** What applying changes, or has changed. */
  changes: { kind: ClaimKind; created: number; updated: number; unchanged: number }[];
  /** What bricks that live know already: they answer, and the files only beside them. */
  known: { brick: string; kind: ClaimKind; count: number }[];
  doubts: Doubt[];
  /** All of them, shown or not. */
  counts: { code: string; effect: Doubt['effect']; count: number }[];
  /** Null: nothing was applied. */
  applied: { run: string; state: string; revisions: number } | null;
}

/** The brick of salvage, opened. */
export interface SalvageBrick {
  name: string;
  open: OpenBrick;
}

export interface SalvageParts {
  reader: MirrorReader;
  writer: Pick<MirrorWriter, 'commitPage'>;
  codec: TableCodec;
  /** Null: none is configured. */
  brick(): SalvageBrick | null;
  /** The bricks that live. */
  others(): { name: string; roles: readonly RoleName[] }[];
  /** A run of the brick, to its end. */
  run(brick: string): Promise<{ run: string; state: string; revisions: number }>;
  now(): Date;
}

const LOOKED_UP = 500;

/** Reads files, says what would change, and, where that is asked, lets the brick take it in. One after the other. */
export function salvaging(parts: SalvageParts): (order: SalvageOrder) => Promise<SalvageReport> {
  let turn: Promise<unknown> = Promise.resolve();
  return (order) => {
    const report = turn.then(() => salvageOnce(parts, order));
    turn = report.catch(() => undefined);
    return report;
  };
}

async function salvageOnce(parts: SalvageParts, order: SalvageOrder): Promise<SalvageReport> {
  if (order.template) await saveTemplate(parts, order.paths, order.template);
  const reading = await readAll(parts, order);
  if (order.save !== undefined) await saveMap(parts, order.save, reading);
  const brick = order.apply ? needed(parts) : parts.brick();
  const report = await reportOf(parts, brick, reading);
  if (!order.apply || !brick) return report;
  return { ...report, applied: await take(parts, brick, reading.claims) };
}

/** What was applied stays staged until the run has it; a run that is cut off leaves the rest to the next time. */
async function take(
  parts: SalvageParts,
  brick: SalvageBrick,
  claims: readonly Claim[],
): Promise<SalvageReport['applied']> {
  const staging = stagingOf(brick.open);
  if (!staging) return null;
  staging.claims = claims;
  try {
    const { run, state, revisions } = await parts.run(brick.name);
    return { run, state, revisions };
  } finally {
    staging.claims = [];
  }
}

async function readAll(parts: SalvageParts, order: SalvageOrder): Promise<Reading> {
  const map = order.map === undefined ? undefined : await savedMap(parts, order.map);
  const said = Object.fromEntries(
    Object.entries(order.columns ?? {}).map(([heading, field]) => [heading, fieldOf(field)]),
  );
  return readFiles({
    paths: order.paths,
    asked: { ...(order.subject && { subject: order.subject }), ...(map && { map }), said },
    dated: order.dated === undefined ? null : dateOf(order.dated),
    assumed: { currency: order.currency ?? 'EUR', locale: 'fr', taxRate: order.taxRate ?? '20' },
    codec: parts.codec,
    templates: await savedTemplates(parts),
    isOrder: await knownOrders(parts),
    codesOf: (skus) => codesOf(parts, skus),
  });
}

function fieldOf(field: string | null): FieldName | null {
  const found = FIELD_NAMES.find((name) => name === field);
  if (field === null || found) return found ?? null;
  throw new PermanentError({
    code: 'SALVAGE_FIELD_UNKNOWN',
    message: `There is no field "${field}".`,
    remedy: `Choose among: ${FIELD_NAMES.join(', ')}; or - to leave the column out.`,
  });
}

function dateOf(text: string): string {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new PermanentError({
    code: 'SALVAGE_DATE_INVALID',
    message: `"${text}" is no date.`,
    remedy: 'Write it as 2026-11-23 or 2026-11-23T08:00:00Z.',
  });
}

/** References of orders that were salvaged before: a later mail moves them, too. */
async function knownOrders(parts: SalvageParts): Promise<(reference: string) => boolean> {
  const known = new Set<string>();
  const brick = parts.brick();
  for (let after: string | null = null; brick !== null;) {
    const page = await parts.reader.latestIds(brick.name, 'orders', after, LOOKED_UP);
    if (page.length === 0) break;
    for (const id of page) known.add(id);
    after = page.at(-1) ?? null;
  }
  return (reference) => known.has(`reference:${reference}`);
}

async function reportOf(parts: SalvageParts, brick: SalvageBrick | null, reading: Reading): Promise<SalvageReport> {
  const gathering = new Gathering();
  const before = new Set<string>();
  for (const kind of brick ? CLAIM_KINDS : []) {
    for (let after: string | null = null; ;) {
      const page = await parts.reader.latest(brick?.name ?? '', kind, after, LOOKED_UP);
      if (page.length === 0) break;
      for (const record of page) {
        gathering.know(kind, record);
        before.add(`${kind} ${record.id}`);
      }
      after = page.at(-1)?.id ?? null;
    }
  }
  const touched = new Map<ClaimKind, Set<string>>();
  for (const claim of reading.claims) {
    gathering.add(claim);
    const ids = touched.get(claim.kind) ?? new Set();
    touched.set(claim.kind, ids.add(claim.keys.map((key) => gathering.idOf(claim.kind, key)).find(Boolean) ?? ''));
  }
  reading.doubts.addAll(gathering.doubts);
  const changes = CLAIM_KINDS.map((kind) => {
    const changed = gathering.changed(kind);
    const updated = changed.filter(({ id }) => before.has(`${kind} ${id}`)).length;
    const unchanged = (touched.get(kind)?.size ?? 0) - changed.length;
    return { kind, created: changed.length - updated, updated, unchanged };
  });
  const { files, doubts } = reading;
  const known = await knownElsewhere(parts, reading.claims);
  return { files, changes, known, doubts: doubts.shown, counts: doubts.counts(), applied: null };
}

/** What living bricks say of the same things: it is fresher than any file, and answers first. */
async function knownElsewhere(parts: SalvageParts, claims: readonly Claim[]): Promise<SalvageReport['known']> {
  const lookups = [
    { kind: 'articles', type: 'Variant', column: 'sku', role: 'shop', scheme: 'sku:' },
    { kind: 'articles', type: 'StockItem', column: 'sku', role: 'fulfilment', scheme: 'sku:' },
    { kind: 'customers', type: 'Customer', column: 'email', role: 'shop', scheme: 'email:' },
    { kind: 'orders', type: 'Order', column: 'reference', role: 'shop', scheme: 'reference:' },
  ] as const;
  const known: SalvageReport['known'] = [];
  for (const { kind, type, column, role, scheme } of lookups) {
    const own = claims.filter((claim) => claim.kind === kind).flatMap(({ keys }) => keys);
    const values = [...new Set(own.flatMap((key) => (key.startsWith(scheme) ? key.slice(scheme.length) : [])))];
    for (const { name } of parts.others().filter(({ roles }) => roles.includes(role))) {
      const count = (await lookedUp(parts.reader, { type, brick: name, column }, values)).size;
      if (count > 0) known.push({ brick: name, kind, count });
    }
  }
  return known;
}

async function lookedUp(
  { facets }: MirrorReader,
  { type, brick, column }: { type: string; brick: string; column: string },
  values: readonly string[],
): Promise<Map<string, { facet: object }[]>> {
  const found = new Map<string, { facet: object }[]>();
  for (let from = 0; from < values.length; from += LOOKED_UP)
    for (const [value, rows] of await facets.byColumn(type, brick, column, values.slice(from, from + LOOKED_UP)))
      if (rows.length > 0) found.set(value, rows);
  return found;
}

/** Of every shop brick, this one too: a code that was salvaged before proves as much as a living one. */
async function codesOf(parts: SalvageParts, skus: readonly string[]): Promise<Map<string, Set<string>>> {
  const known = new Map<string, Set<string>>();
  const shops = parts.others().filter(({ roles }) => roles.includes('shop'));
  const names = [...shops.map(({ name }) => name), ...[parts.brick()?.name ?? []].flat()];
  for (const brick of names) {
    for (const [sku, rows] of await lookedUp(parts.reader, { type: 'Variant', brick, column: 'sku' }, skus)) {
      const codes = known.get(sku) ?? new Set<string>();
      for (const { facet } of rows) if ('gtin' in facet && typeof facet.gtin === 'string') codes.add(facet.gtin);
      known.set(sku, codes);
    }
  }
  return known;
}

import type { IntakeContext, IntakeItem, IntakeStage, Placed, RawRecord } from '#sdk';
import { accessTo, exactly } from '../commands/access.ts';
import type { Access, Shop } from '../commands/access.ts';
import type { Entity, FieldValue } from '../commands/entity-xml.ts';
import { RESOURCES } from '../resources.ts';
import { ref } from '../record.ts';
import { agrees, sameValue } from './agreement.ts';
import type { RecordKind, Step } from './record-kind.ts';
import { translated } from './translation.ts';

/** A mark that tells this plan's own work; fit for a reference. */
export function markOf({ plan }: Pick<IntakeContext, 'plan'>, id: string): string {
  return `mortar-${plan.replace(/[^\w-]/g, '').slice(-32)}-${id}`;
}

/** Signs that mean something in a filter and cannot be escaped: such a value is looked for in the whole list. */
const SIGNS = /[[\]|,%]/;

/** The stage of one kind of records: they differ only by their row in the tables. */
export function recordStage(kind: RecordKind, shop: Shop): IntakeStage {
  const writer = new RecordWriter(kind, shop);
  const { later = [], merges, lane, needs, limits, losses, wants } = kind;
  return {
    kind: kind.kind,
    find: (item, context) => writer.find(item, context),
    put: (items, context) => inTurn(items, (item) => writer.put(item, context)),
    take: async (item, targetId, context) => [await writer.take(item, targetId, context)],
    requests: () => (later.length > 0 ? 2 : 1) + (merges ? 1 : 0),
    ...(merges ? { merges } : {}),
    ...(lane ? { lane } : {}),
    ...(needs ? { needs } : {}),
    ...(limits ? { limits } : {}),
    ...(losses ? { losses } : {}),
    ...(wants ? { wants } : {}),
  };
}

/** One after the other. */
export async function inTurn<Result>(
  items: readonly IntakeItem[],
  work: (item: IntakeItem) => Promise<Result>,
): Promise<Result[]> {
  const done: Result[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}

class RecordWriter {
  readonly #kind: RecordKind;
  readonly #shop: Shop;
  readonly #parent: string | undefined;
  /** What was given to whom since the brick was opened: two records that look the same are not one. */
  readonly #given = new Map<string, string>();
  /** Rows that were found, until they are taken. */
  readonly #found = new Map<string, RawRecord>();

  constructor(kind: RecordKind, shop: Shop) {
    this.#kind = kind;
    this.#shop = shop;
    this.#parent = RESOURCES.find((resource) => resource.kind === kind.kind)?.parent;
  }

  async find(item: IntakeItem, context: IntakeContext): Promise<string | null> {
    const step = this.#step(context);
    const sought = await this.#kind.seek?.(item, step);
    const id = sought === undefined ? await this.#lookFor(item, step) : sought;
    if (id !== null) this.#given.set(id, item.id);
    return id;
  }

  async #lookFor(item: IntakeItem, step: Step): Promise<string | null> {
    const { kind, mark } = this.#kind;
    const entity = await this.#entity(item, step);
    if (mark) {
      const [marked] = await step.access.rows(kind, { [mark]: exactly(markOf(step.context, item.id)) });
      if (marked) return marked.id;
    }
    const taken = await this.#ofOthers(item, step.context);
    const rows = await this.#candidates(entity, step.access);
    const same = rows.filter((row) => !taken(row.id) && this.#kind.key.every((name) => agrees(name, entity, row.body)));
    // Of those that look the same, the one whose later fields were written too is whole.
    const whole = same.find((row) => this.#isWhole(entity, row));
    const found = whole ?? (mark ? undefined : same[0]);
    if (found) this.#found.set(found.id, found);
    return found?.id ?? null;
  }

  #isWhole(entity: Entity, { body }: RawRecord): boolean {
    return (this.#kind.later ?? []).every((name) => agrees(name, entity, body));
  }

  /** Whether a row of the target stands for another record: of the same parent, or one placed since the start. */
  async #ofOthers(item: IntakeItem, context: IntakeContext): Promise<(id: string) => boolean> {
    const { kind } = this.#kind;
    const parent = this.#parent === undefined ? null : ref(item.body, this.#parent);
    const siblings = parent === null ? [] : await context.children(kind, parent);
    const others = new Set(siblings.flatMap(({ id }) => (id === item.id ? [] : (context.placed(kind, id) ?? []))));
    return (id) => others.has(id) || (this.#given.get(id) ?? item.id) !== item.id;
  }

  #candidates(entity: Entity, access: Access): Promise<RawRecord[]> {
    const { kind, filter = [] } = this.#kind;
    for (const name of filter) {
      const value = entity.fields[name];
      if (value === undefined || value === '' || typeof value === 'object') continue;
      const text = typeof value === 'boolean' ? String(Number(value)) : String(value);
      if (!SIGNS.test(text)) return access.rows(kind, { [name]: exactly(text) });
    }
    return access.rows(kind, {});
  }

  async put(item: IntakeItem, context: IntakeContext): Promise<Placed> {
    const step = this.#step(context);
    const { kind, later = [], mark } = this.#kind;
    const { fields, associations } = await this.#entity(item, step);
    const marked = mark ? { [mark]: markOf(context, item.id) } : {};
    const first = { ...without(fields, later), ...marked };
    const targetId = await step.access.create(kind, { fields: first, ...(associations ? { associations } : {}) });
    this.#given.set(targetId, item.id);
    const second = Object.fromEntries(Object.entries(fields).filter(([name]) => later.includes(name)));
    if (Object.keys(second).length > 0) await step.access.change(kind, targetId, { fields: second });
    return this.#placed(item, targetId, step);
  }

  /** Of what the installation brought, only what differs and only named fields; what a try began is written whole. */
  async take(item: IntakeItem, targetId: string, context: IntakeContext): Promise<Placed> {
    const step = this.#step(context);
    const { kind, merges, takes = [], later = [] } = this.#kind;
    const entity = await this.#entity(item, step);
    if (!merges) {
      await step.access.change(kind, targetId, entity);
      return this.#placed(item, targetId, step);
    }
    const row = this.#found.get(targetId)?.body ?? (await step.access.row(kind, targetId)) ?? {};
    this.#found.delete(targetId);
    const other = [...takes, ...later].flatMap((name) => {
      const value = entity.fields[name];
      return value === undefined || sameValue(value, row[name]) ? [] : [[name, value] as const];
    });
    if (other.length > 0) await step.access.change(kind, targetId, { fields: Object.fromEntries(other) });
    return this.#placed(item, targetId, step);
  }

  async #placed(item: IntakeItem, targetId: string, step: Step): Promise<Placed> {
    const also = await this.#kind.also?.(item, targetId, step);
    return { id: item.id, targetId, ...(also && also.length > 0 ? { also } : {}) };
  }

  async #entity(item: IntakeItem, step: Step): Promise<Entity> {
    const entity = translated(this.#kind, item, step.context);
    const { amend } = this.#kind;
    return amend ? { ...entity, fields: await amend(entity.fields, item, step) } : entity;
  }

  #step(context: IntakeContext): Step {
    return { context, access: accessTo(this.#shop, context.signal) };
  }
}

function without(fields: Entity['fields'], names: readonly string[]): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

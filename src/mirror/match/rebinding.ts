import { bumpBindings } from '../facets/bindings.ts';
import type { Sql } from '../sql.ts';
import { ALIAS_BRICK, bornAs, boundTo, type Entity } from './entities.ts';
import { valuesOf, type IdentityIndex } from './identities.ts';
import { followHubId } from './messages-follow.ts';
import { addDue, takenAgain } from './moved-values.ts';
import { markRoots } from './stale-roots.ts';

/** How an entity is bound from now on. */
export interface Bound {
  hubId: string;
  method: string;
  by: string | null;
}

/** Changes bindings within one transaction, and makes due what follows from it. */
export class Rebinding {
  readonly #sql: Sql;
  readonly #index: IdentityIndex;
  readonly #at: string;
  /** By brick, the hub ids that its facets may still have. */
  readonly #left = new Map<string, Set<string>>();
  changed = 0;

  constructor(sql: Sql, index: IdentityIndex, at: string) {
    this.#sql = sql;
    this.#index = index;
    this.#at = at;
  }

  /** Who of the same brick has this id already. */
  async occupant(entity: Entity, hubId: string): Promise<Entity | null> {
    const bound = await boundTo(this.#sql, entity.type, hubId);
    return bound.find((one) => one.brick === entity.brick && one.externalId !== entity.externalId) ?? null;
  }

  /** Binds an entity; those that have the id that it was born with move along. The id must be free in its brick. */
  async bind(entity: Entity, bound: Bound): Promise<void> {
    const along = entity.now === entity.born && bound.hubId !== entity.born;
    const others = along
      ? (await boundTo(this.#sql, entity.type, entity.born)).filter((one) => !same(one, entity))
      : [];
    await this.#store(entity, bound);
    for (const other of others) {
      const { method } = other;
      if (method === null) continue;
      const free = (await this.occupant(other, bound.hubId)) === null;
      const hubId = free ? bound.hubId : other.born;
      await this.#store(other, { hubId, method, by: null });
      if (!free) await this.look(other);
    }
  }

  /** Makes it an entity of its own again. */
  async release(entity: Entity): Promise<void> {
    if (entity.method === null) return;
    await this.#store(entity, { hubId: entity.born, method: 'own', by: null });
  }

  /** It has to be looked at again. */
  async look(entity: Entity): Promise<void> {
    const values = await valuesOf(this.#sql, this.#index, entity);
    const due = [...values].flatMap(([scheme, all]) => [...all].map((value) => [entity.type, scheme, value] as const));
    await addDue(this.#sql, due);
  }

  /** The id that answers for this one; null: there is none. */
  async resolve(type: string, hubId: string): Promise<string | null> {
    const entity = await bornAs(this.#sql, type, hubId);
    return entity?.brick === ALIAS_BRICK ? this.resolve(type, entity.now) : (entity?.now ?? null);
  }

  /** Call last: makes due all roots that say an id which is no longer right. */
  async end(): Promise<void> {
    if (this.changed === 0) return;
    for (const [brick, left] of this.#left) await markRoots(this.#sql, this.#index, brick, [...left]);
    await bumpBindings(this.#sql);
  }

  async #store(entity: Entity, { hubId, method, by }: Bound): Promise<void> {
    const { brick, type, externalId } = entity;
    if (hubId === entity.born && method !== 'hand') {
      await this.#sql.run('delete from merges where brick = ? and type = ? and external_id = ?', [
        brick,
        type,
        externalId,
      ]);
    } else {
      await this.#sql.run(
        `insert into merges (brick, type, external_id, hub_id, method, bound_by, since) values (?, ?, ?, ?, ?, ?, ?)
          on conflict (brick, type, external_id) do update set hub_id = excluded.hub_id, method = excluded.method,
          bound_by = coalesce(excluded.bound_by, merges.bound_by), since = excluded.since`,
        [brick, type, externalId, hubId, method, by, this.#at],
      );
    }
    if (entity.now === hubId) {
      // Its claim may be weaker now than that of another one.
      if (hubId !== entity.born && method !== entity.method) await takenAgain(this.#sql, brick);
      return;
    }
    this.changed++;
    const left = this.#left.get(brick) ?? new Set<string>();
    this.#left.set(brick, left.add(entity.now));
    await followHubId(this.#sql, this.#index, entity, { from: entity.now, to: hubId });
    await takenAgain(this.#sql, brick);
    // Only bricks of lower precedence look at this one's entities.
    if (this.#index.bricks.indexOf(brick) < this.#index.bricks.length - 1) await this.look(entity);
  }
}

function same(a: Entity, b: Entity): boolean {
  return a.brick === b.brick && a.externalId === b.externalId;
}

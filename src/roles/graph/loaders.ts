import DataLoader from 'dataloader';
import type { FacetReader, FacetRow, OriginRow } from '../../mirror/index.ts';
import type { ReadBudget } from './budget.ts';

/** Names of the facet types that a role reads. */
export type FacetName<Facets> = keyof Facets & string;
export type RowOf<Facets, Type extends keyof Facets> = FacetRow<Facets[Type]>;

/** Sums of a link's measure: pieces, and an amount in millionths. */
export type Measured = { quantity: number; micros: number };
/** What is summed up: `from <= at < to`, in one scope or in all. */
export type Period = { from?: string; to?: string; scope?: string };

/**
 * Batched reads of one request to a role's subgraph; each key is read at most once. `Facets` maps the facet types that
 * the role reads to their shapes.
 */
export class FacetLoaders<Facets> {
  readonly #facets: FacetReader;
  readonly #budget: ReadBudget;
  readonly #loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(facets: FacetReader, budget: ReadBudget) {
    this.#facets = facets;
    this.#budget = budget;
  }

  /** One facet by hub id. */
  byId<Type extends FacetName<Facets>>(type: Type, brick: string): DataLoader<string, RowOf<Facets, Type> | null> {
    return this.#loader(`id|${type}|${brick}`, async (ids) => {
      const found = await this.#facets.byIds<Facets[Type]>(type, brick, ids);
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  /** Those of the ids that the brick knows, in the order given. */
  async byIds<Type extends FacetName<Facets>>(
    type: Type,
    brick: string,
    ids: readonly string[],
  ): Promise<RowOf<Facets, Type>[]> {
    this.#budget.spend(ids.length);
    const loader = this.byId(type, brick);
    const rows = await Promise.all(ids.map((id) => loader.load(id)));
    return rows.filter((row) => row !== null);
  }

  /** All facets whose column holds a value. */
  byColumn<Type extends FacetName<Facets>>(
    type: Type,
    brick: string,
    column: string,
  ): DataLoader<string, RowOf<Facets, Type>[]> {
    return this.#loader(`column|${type}|${brick}|${column}`, async (values) => {
      const found = await this.#facets.byColumn<Facets[Type]>(type, brick, column, values);
      return values.map((value) => found.get(value) ?? []);
    });
  }

  /** All facets whose column holds the value, for a list of the answer: every row counts, remembered or not. */
  async listed<Type extends FacetName<Facets>>(
    type: Type,
    brick: string,
    column: string,
    value: string,
  ): Promise<RowOf<Facets, Type>[]> {
    const rows = await this.byColumn(type, brick, column).load(value);
    this.#budget.spend(rows.length);
    return rows;
  }

  /** Sums of what links to a target. */
  measured(type: FacetName<Facets>, brick: string, link: string, period: Period): DataLoader<string, Measured> {
    const { from, to, scope } = period;
    return this.#loader(`measured|${type}|${brick}|${link}|${from}|${to}|${scope}`, async (targets) => {
      const found = await this.#facets.measured(type, brick, link, targets, period);
      return targets.map((target) => found.get(target) ?? { quantity: 0, micros: 0 });
    });
  }

  /** All bricks that know an entity of this type. */
  origins(type: string): DataLoader<string, OriginRow[]> {
    return this.#loader(`origins|${type}`, async (ids) => {
      const found = await this.#facets.origins(type, ids);
      return ids.map((id) => found.get(id) ?? []);
    });
  }

  #loader<Value>(name: string, load: (keys: readonly string[]) => Promise<Value[]>): DataLoader<string, Value> {
    const known = this.#loaders.get(name);
    // The name holds the type of the value: one name is always asked for with the same type.
    if (known !== undefined) return known as DataLoader<string, Value>;
    const loader = new DataLoader<string, Value>(load);
    this.#loaders.set(name, loader);
    return loader;
  }
}

import type { Aggregate } from '#sdk';
import type { FacetTable } from '../facets/facet-table.ts';
import { markMessageRoots } from '../facets/message-roots.ts';
import { Projector } from '../facets/project.ts';
import { everyValue, movedValues, type IdentityIndex } from '../match/index.ts';
import { invalid } from '../mirror-error.ts';
import type { Bodies } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import { dependenciesOf, type Dependencies } from './dependencies.ts';
import { markEveryRoot } from './due-roots.ts';

const MATCHED = 'matched-bricks';

/** A brick as the writer knows it: by what its connector projects. */
export interface WrittenBrick {
  name: string;
  aggregates: readonly Aggregate[];
  /** Tells this code of a connector from outside from another; absent: it comes with the release. */
  code?: string;
}

interface Known {
  dependencies: Dependencies;
  roots: readonly string[];
  projector: Projector;
  code: string;
}

interface Parts {
  tables: ReadonlyMap<string, FacetTable>;
  bodies: Bodies;
  identities: IdentityIndex;
}

/** The bricks of the configuration, with what projects their records. */
export class KnownBricks {
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, Known>;
  readonly #identities: IdentityIndex;

  constructor(bricks: readonly WrittenBrick[], parts: Parts) {
    this.#identities = parts.identities;
    this.names = bricks.map(({ name }) => name);
    this.byName = new Map(bricks.map((brick) => [brick.name, know(brick, parts)]));
  }

  get areSeveral(): boolean {
    return isSeveral(this.#identities);
  }

  get(name: string): Known {
    const known = this.byName.get(name);
    if (known) return known;
    throw invalid(
      'BRICK_UNKNOWN',
      `No brick is called ${name}.`,
      'Look at the names of the bricks in the configuration.',
    );
  }

  /** What projectors remember of records. */
  clear(): void {
    for (const { projector } of this.byName.values()) projector.clear();
  }

  /** Projects these roots within a transaction that is about something else; a brick that is not configured is left out. */
  async projectRoots(
    sql: Sql,
    roots: readonly { brick: string; kind: string; id: string }[],
    at: string,
  ): Promise<void> {
    for (const [brick, ofBrick] of Map.groupBy(roots, (root) => root.brick)) {
      const kinds = Map.groupBy(ofBrick, ({ kind }) => kind);
      const ids = new Map([...kinds].map(([kind, some]) => [kind, new Set(some.map(({ id }) => id))]));
      await this.byName.get(brick)?.projector.projectRoots(sql, ids, at);
    }
  }

  async everyRoot(sql: Sql, names: readonly string[]): Promise<void> {
    for (const name of names) {
      await markEveryRoot(sql, name, this.get(name).roots);
      await markMessageRoots(sql, name);
    }
  }

  /** Other bricks than last time, or in another order: every value is compared anew. */
  async compareAll(sql: Sql): Promise<void> {
    const bricks = JSON.stringify([...this.byName].map(([name, { roots }]) => [name, roots]));
    const [known] = await sql.all<{ value: string }>('select value from meta where name = ?', [MATCHED]);
    if (known?.value === bricks) return;
    await sql.run(
      'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      [MATCHED, bricks],
    );
    if (this.areSeveral) await everyValue(sql, this.#identities);
  }
}

function isSeveral({ bricks }: IdentityIndex): boolean {
  return bricks.length > 1;
}

function know({ name, aggregates, code = '' }: WrittenBrick, { tables, bodies, identities }: Parts): Known {
  const moved = isSeveral(identities) ? movedValues(identities) : null;
  return {
    dependencies: dependenciesOf(aggregates),
    roots: [...new Set(aggregates.map(({ root }) => root))],
    projector: new Projector(name, aggregates, tables, { bodies, moved }),
    code,
  };
}

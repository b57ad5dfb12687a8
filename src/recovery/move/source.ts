import type { IntakeItem } from '#sdk';
import type { FacetReader, FacetRow, FacetType, MoveReader } from '../../mirror/index.ts';
import type { MoveParts } from './parts.ts';
import { projectAt } from './scratch.ts';

const PAGE = 200;

/** What is brought: records of a brick (rebuild) or its facets (swap), as they were at one time. */
export interface MoveSource {
  /** All of a kind, by ascending id; numbers in ids count as numbers in a rebuild. */
  pages(kind: string): AsyncIterable<IntakeItem[]>;
  byIds(kind: string, ids: readonly string[]): Promise<IntakeItem[]>;
  /** All records whose parent is this id; facets have none. */
  children(kind: string, parent: string): Promise<IntakeItem[]>;
  close(): Promise<void>;
}

export interface SourceChoice {
  way: 'rebuild' | 'swap';
  source: string;
  at: string;
  /** Whether `at` is a time that the owner chose: facets of then have to be projected. */
  asOf: boolean;
}

export async function openSource(parts: MoveParts, choice: SourceChoice): Promise<MoveSource> {
  if (choice.way === 'rebuild') return recordSource(parts.mirror.moves, choice);
  const { facets, release } = await facetsOf(parts, choice);
  return facetSource(parts, { facets, brick: choice.source, release });
}

/** What the source says in its role: now, or projected again from what was published then. */
export async function facetsOf(
  parts: MoveParts,
  { source, at, asOf }: Pick<SourceChoice, 'source' | 'at' | 'asOf'>,
): Promise<{ facets: FacetReader; release(): Promise<void> }> {
  if (!asOf) return { facets: parts.mirror.reader.facets, release: () => Promise.resolve() };
  const { mirror, close } = await projectAt(parts, parts.brick(source), at);
  return { facets: mirror.reader.facets, release: close };
}

const naturally = new Intl.Collator('en', { numeric: true });

/** Records as they were published then. */
function recordSource(moves: MoveReader, { source: brick, at }: SourceChoice): MoveSource {
  const families = new Map<string, Promise<Map<string, string[]>>>();
  const byIds = async (kind: string, ids: readonly string[]): Promise<IntakeItem[]> => {
    if (ids.length === 0) return [];
    return moves.recordsAt({ brick, kind, at }, { ids });
  };
  return {
    async *pages(kind) {
      const all = await moves.parentsAt({ brick, kind, at });
      // 9 comes before 10, as in the source: where a vendor shows things in the order of their ids, that is kept.
      const ids = all.map(({ id }) => id).sort(naturally.compare);
      for (let from = 0; from < ids.length; from += PAGE) {
        const wanted = ids.slice(from, from + PAGE);
        const found = new Map((await byIds(kind, wanted)).map((item) => [item.id, item]));
        yield wanted.flatMap((id) => found.get(id) ?? []);
      }
    },
    byIds,
    async children(kind, parent) {
      const family = families.get(kind) ?? familyOf(moves, { brick, kind, at });
      families.set(kind, family);
      return byIds(kind, (await family).get(parent) ?? []);
    },
    close: () => Promise.resolve(),
  };
}

/** Ids by parent. */
async function familyOf(
  moves: MoveReader,
  stream: { brick: string; kind: string; at: string },
): Promise<Map<string, string[]>> {
  const family = new Map<string, string[]>();
  for (const { id, parent } of await moves.parentsAt(stream)) {
    if (parent === null) continue;
    const children = family.get(parent);
    if (children) children.push(id);
    else family.set(parent, [id]);
  }
  return family;
}

/** What a message that was not delivered yet would create: it goes to the new brick by itself. */
const MESSAGE = /^msg_[0-9a-f-]{36}$/;

const isThere = ({ externalId }: FacetRow): boolean => !MESSAGE.test(externalId);
const toItem = ({ id, facet }: FacetRow): IntakeItem => ({ id, body: facet as IntakeItem['body'] });

function facetSource(
  { facetTypes, primary }: Pick<MoveParts, 'facetTypes' | 'primary'>,
  { facets, brick, release }: { facets: FacetReader; brick: string; release(): Promise<void> },
): MoveSource {
  const roleOf = (type: string): FacetType['role'] | undefined => facetTypes.find(({ name }) => name === type)?.role;
  return {
    async *pages(type) {
      for (let after: string | undefined, more = true; more;) {
        const page = await facets.page({ type, brick, first: PAGE, ...(after === undefined ? {} : { after }) });
        yield page.rows.flatMap(({ row }) => (isThere(row) ? [toItem(row)] : []));
        after = page.rows.at(-1)?.cursor;
        more = page.hasNext;
      }
    },
    async byIds(type, ids) {
      if (ids.length === 0) return [];
      const own = await facets.byIds(type, brick, ids);
      const absent = ids.filter((id) => !own.has(id));
      const role = roleOf(type);
      const other = role === undefined ? null : primary(role as Parameters<MoveParts['primary']>[0]);
      const found = new Map(own);
      if (absent.length > 0 && other !== null && other !== brick)
        for (const [id, row] of await facets.byIds(type, other, absent)) found.set(id, row);
      return ids.flatMap((id) => {
        const row = found.get(id);
        // By the id that was asked for: an alias is no other thing.
        return row && isThere(row) ? [{ ...toItem(row), id }] : [];
      });
    },
    children: () => Promise.resolve([]),
    close: release,
  };
}

import type { BulkEditFacet, BulkEditLine } from '#sdk';
import type { FacetReader } from '../../mirror/index.ts';
import { readPaths } from './category-paths.ts';
import { changesOf, type Change } from './changes.ts';
import { findTargets, isProblem, type Target } from './targets.ts';

export type Failure = BulkEditFacet['failures'][number];

/** What becomes of one line. */
export interface Outcome {
  line: number;
  /** Null: the line could not be read. */
  said: BulkEditLine | null;
  target: Target | null;
  changes: Change[];
  /** Any: nothing of the line is done. */
  problems: Failure[];
}

/** What a file would change of the mirrored shop now, line by line in its order. */
export async function outcomesOf(
  { lines, failures, idBy }: Pick<BulkEditFacet, 'lines' | 'failures' | 'idBy'>,
  reader: FacetReader,
  shop: { brick: string; defaultLocale: string },
): Promise<Outcome[]> {
  const targets = await findTargets(lines, idBy, reader, shop.brick);
  const shown = lines.flatMap(({ values }, at) => {
    const target = targets[at];
    return values.categories && target && !isProblem(target) ? (target.product?.facet.categories ?? []) : [];
  });
  const paths = await readPaths(shown, reader, shop.brick);
  const read = lines.map((said, at): Outcome => {
    const target = targets[at];
    const { line } = said;
    if (target === undefined || isProblem(target)) {
      const { code, message } = target ?? { code: 'EDIT_MATCHES_NOTHING', message: 'The line matches nothing.' };
      return { line, said, target: null, changes: [], problems: [{ line, column: null, code, message }] };
    }
    const { changes, problems } = changesOf(said, target, paths, shop.defaultLocale);
    const failed = problems.map((problem) => ({ line, column: null, ...problem }));
    return { line, said, target, changes: failed.length > 0 ? [] : changes, problems: failed };
  });
  const unread = [...Map.groupBy(failures, ({ line }) => line)].map(([line, problems]): Outcome => ({
    line,
    said: null,
    target: null,
    changes: [],
    problems,
  }));
  return [...read, ...unread].sort((a, b) => a.line - b.line);
}

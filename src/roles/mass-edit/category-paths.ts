import type { CategoryFacet, Localized } from '#sdk';
import type { FacetReader } from '../../mirror/index.ts';

/** Deeper trees are cut, and so are circles. */
const DEEPEST = 20;

/** Categories as full paths: `Home > Women`. */
export interface CategoryPaths {
  of(id: string, locale: string): string | null;
}

/** Reads the trees above these categories, a level at a time. */
export async function readPaths(ids: readonly string[], reader: FacetReader, brick: string): Promise<CategoryPaths> {
  const known = new Map<string, CategoryFacet>();
  let wanted = [...new Set(ids)];
  for (let level = 0; level < DEEPEST && wanted.length > 0; level += 1) {
    const rows = await reader.byIds<CategoryFacet>('Category', brick, wanted);
    for (const [id, { facet }] of rows) known.set(id, facet);
    const parents = [...rows.values()].flatMap(({ facet }) => (facet.parent === null ? [] : [facet.parent]));
    wanted = [...new Set(parents)].filter((id) => !known.has(id));
  }
  return { of: (id, locale) => pathOf(id, locale, known) };
}

function pathOf(id: string, locale: string, known: ReadonlyMap<string, CategoryFacet>): string | null {
  const names: string[] = [];
  let at = known.get(id);
  while (at !== undefined && names.length < DEEPEST) {
    names.unshift(textOf(at.name, locale));
    at = at.parent === null ? undefined : known.get(at.parent);
  }
  return names.length === 0 ? null : names.join(' > ');
}

function textOf(name: Localized, locale: string): string {
  const tags = Object.keys(name).sort();
  const same = tags.find((tag) => tag.split('-')[0] === locale.split('-')[0]);
  return name[locale] ?? name[same ?? tags[0] ?? ''] ?? '';
}

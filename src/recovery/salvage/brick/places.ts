import type { CategoryFacet, LocationFacet, Projected, RawRecord, Related } from '#sdk';
import { FieldReader } from './fields.ts';

/** A category, below the one that its path names before it. */
export function projectCategory(root: RawRecord, related: Related): Projected[] {
  const reader = new FieldReader(root);
  const name = reader.text('name') ?? root.id;
  const parent = reader.text('parent');
  const facet: CategoryFacet = {
    name: { [reader.text('locale') ?? 'fr']: name },
    description: {},
    slug: {},
    metaTitle: {},
    metaDescription: {},
    parent: parent === null ? null : related.hubId('Category', parent),
    position: 0,
    active: true,
    images: [],
    depth: root.id.split(' > ').length,
  };
  return [{ type: 'Category', externalId: root.id, facet, provenance: reader.provenance() }];
}

/** A place where stock lies. */
export function projectLocation(root: RawRecord): Projected[] {
  const reader = new FieldReader(root);
  const name = reader.text('name') ?? root.id;
  const facet: LocationFacet = { name, code: null, kind: 'other', active: true };
  return [{ type: 'Location', externalId: root.id, facet, provenance: reader.provenance() }];
}

/**
 * The role mass-edit: the files by which many products are changed at once. `facets.ts` is what a mass-edit tool says,
 * `bulk-edit.type.ts` what the graph shows of it, `targets.ts` and `changes.ts` what it would change of the mirrored
 * shop. Reads facets of the mirror only; changes nothing.
 */
import { buildSubgraph, type GraphRequest, type Subgraph, type SubgraphParts } from '../graph/index.ts';
import { BulkEditResolver, findBulkEdit } from './bulk-edit.resolver.ts';
import { toMassEditContext, type MassEditContext } from './context.ts';
import { ExportResolver } from './export.resolver.ts';
import { PreviewResolver } from './preview.resolver.ts';
import { UploadResolver } from './upload.resolver.ts';

/** What the subgraph is made of. */
export const massEditParts = {
  name: 'mass-edit',
  resolvers: [BulkEditResolver, PreviewResolver, UploadResolver, ExportResolver],
  references: { BulkEdit: ({ id }, context) => findBulkEdit(context, String(id)) },
  contextFor: toMassEditContext,
} satisfies SubgraphParts<GraphRequest, MassEditContext>;

/** The mass-edit subgraph. */
export function massEditSubgraph(): Promise<Subgraph> {
  return buildSubgraph<GraphRequest, MassEditContext>(massEditParts);
}

/**
 * The role mass-edit: the files by which many products are changed at once. `facets.ts` is what a mass-edit tool says,
 * `bulk-edit.type.ts` what the graph shows of it, `targets.ts` and `changes.ts` what it would change of the mirrored
 * shop, `apply.ts` and `revert.ts` how the hub hands that to the outbox, as an edit of its own. Reads the mirror only.
 */
import { buildSubgraph, type GraphRequest, type Subgraph, type SubgraphParts } from '../graph/index.ts';
import { BulkEditResolver } from './bulk-edit.resolver.ts';
import { findBulkEdit } from './bulk-edits.ts';
import { toMassEditContext, type MassEditContext } from './context.ts';
import { EditCommandResolver } from './edit-command.resolver.ts';
import { ExportResolver } from './export.resolver.ts';
import { PreviewResolver } from './preview.resolver.ts';
import { UploadResolver } from './upload.resolver.ts';

/** What the subgraph is made of. */
export const massEditParts = {
  name: 'mass-edit',
  scope: 'catalogue:read',
  resolvers: [BulkEditResolver, PreviewResolver, UploadResolver, EditCommandResolver, ExportResolver],
  references: { BulkEdit: ({ id }, context) => findBulkEdit(context, String(id)) },
  contextFor: toMassEditContext,
} satisfies SubgraphParts<GraphRequest, MassEditContext>;

/** The mass-edit subgraph. */
export function massEditSubgraph(): Promise<Subgraph> {
  return buildSubgraph<GraphRequest, MassEditContext>(massEditParts);
}

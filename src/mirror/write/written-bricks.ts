import type { Connector } from '#sdk';
import { codeOf, loadExternalConnectors } from '../../sdk/external-connector.ts';
import type { FacetType } from '../facet-type.ts';
import { invalid } from '../mirror-error.ts';
import type { WriterStart } from './writer-messages.ts';
import type { WrittenBrick } from './known-bricks.ts';

interface Registry {
  connectors: readonly Connector[];
  facetTypes: readonly FacetType[];
  /** Of the release; another one projects everything again. */
  version?: string;
}

/** What a thread that projects needs of the connectors: loaded there, since functions cannot be sent. */
export async function loadWritten(
  start: Pick<WriterStart, 'registry' | 'extensions' | 'bricks'>,
): Promise<{ facetTypes: readonly FacetType[]; bricks: WrittenBrick[]; release?: string }> {
  const { connectors: builtIn, facetTypes, version } = (await import(start.registry)) as Registry;
  const connectors = await loadExternalConnectors(start.extensions, builtIn);
  const outside = connectors.slice(builtIn.length).map(({ name }, at) => [name, start.extensions[at] ?? ''] as const);
  const bricks = start.bricks.map((brick) => writtenBrick(brick, connectors, new Map(outside)));
  return { facetTypes, bricks, ...(version === undefined ? {} : { release: version }) };
}

function writtenBrick(
  brick: WriterStart['bricks'][number],
  connectors: readonly Connector[],
  outside: ReadonlyMap<string, string>,
): WrittenBrick {
  const connector = connectors.find(({ name }) => name === brick.connector);
  const address = outside.get(brick.connector);
  if (connector)
    return { name: brick.name, aggregates: connector.aggregates, ...(address && { code: codeOf(address) }) };
  throw invalid(
    'CONNECTOR_UNKNOWN',
    `No connector is called ${brick.connector} (brick ${brick.name}).`,
    'Look at the connectors’ names with `mortar connectors`, and correct the configuration.',
  );
}

import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import type { FacetPage, FacetRow } from '../../mirror/index.ts';
import { refuse } from './coded.ts';
import { PageInfo } from './page-info.type.ts';

/** Rows in a page when `first` is not given. */
export const DEFAULT_PAGE = 20;
/** Most rows in one page; more is refused, never silently cut. */
export const LARGEST_PAGE = 500;

export const FIRST = {
  defaultValue: DEFAULT_PAGE,
  description: `How many rows to answer, 1 to ${LARGEST_PAGE}. Default: ${DEFAULT_PAGE}.`,
};
export const AFTER = { nullable: true, description: 'Go on after this cursor: the `endCursor` of the page before.' };

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

/** One page of a list as resolvers answer it; `totalCount` runs only when it is selected. */
export interface Connection<Node> {
  nodes: Node[];
  edges: Edge<Node>[];
  pageInfo: PageInfo;
  totalCount(): Promise<number>;
}

/** Declares the connection and edge types of a node type. Call once per node type. */
export function connectionOf<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  plural: string,
): ClassType {
  @ObjectType(`${name}Edge`, { description: `One row of a list of ${plural}, with its cursor.`, simpleResolvers: true })
  class EdgeType {
    @Field(() => String, { description: 'Where this row stands in the list, to go on after it.' })
    cursor!: string;

    @Field(node, { description: 'The row itself.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${plural}.`, simpleResolvers: true })
  class ConnectionType {
    @Field(() => [node()], { description: 'The rows of this page.' })
    nodes!: Node[];

    @Field(() => [EdgeType], { description: 'The same rows, each with its cursor.' })
    edges!: EdgeType[];

    @Field(() => PageInfo, { description: 'Where this page begins and ends.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many rows the whole list has. Counted only when asked for.' })
    totalCount!: number;
  }
  return ConnectionType;
}

/** Refuses a page size outside 1 to 500. */
export function checkFirst(first: number): number {
  if (first >= 1 && first <= LARGEST_PAGE) return first;
  throw refuse('INVALID_ARGUMENT', `"first" must be from 1 to ${LARGEST_PAGE}; to read more, go on with "after".`);
}

/** A connection from edges that are already in order. */
export function toConnection<Node>(
  edges: Edge<Node>[],
  page: { hasNext: boolean; after: string | null | undefined },
  totalCount: () => Promise<number>,
): Connection<Node> {
  return {
    nodes: edges.map((edge) => edge.node),
    edges,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: typeof page.after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** The edges of a page of facets. */
export function toEdges<Facet, Node>(page: FacetPage<Facet>, toNode: (row: FacetRow<Facet>) => Node): Edge<Node>[] {
  return page.rows.map(({ row, cursor }) => ({ cursor, node: toNode(row) }));
}

/** Resolves every `totalCount`: compiled queries do not call a function that stands where a value is expected. */
export function countOf(connection: unknown): unknown {
  return isConnection(connection) ? connection.totalCount() : null;
}

function isConnection(value: unknown): value is Connection<unknown> {
  const isCounted = typeof value === 'object' && value !== null && 'totalCount' in value;
  return isCounted && typeof value.totalCount === 'function';
}

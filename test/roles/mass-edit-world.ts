import { parse } from 'graphql';
import { createLocalExecutor } from '../../src/gateway/local-executor.ts';
import { ReadBudget, type GraphRequest } from '../../src/roles/graph/index.ts';
import { massEditFacetTypes } from '../../src/roles/mass-edit/facet-types.ts';
import { massEditSubgraph } from '../../src/roles/mass-edit/index.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { FakeOutbox } from './fake-outbox.ts';
import { FakeMirror } from './fake-reader.ts';
import { aProduct, aVariant, euro } from './shop-samples.ts';

/** A shop of three products, and the mass-edit subgraph over it. */
export interface EditWorld {
  mirror: FakeMirror;
  outbox: FakeOutbox;
  /** The data of an answer; throws the codes of errors. */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
}

const subgraph = await massEditSubgraph();
const execute = createLocalExecutor(subgraph.schema);

export function anEditWorld(): EditWorld {
  const mirror = new FakeMirror([...massEditFacetTypes, ...shopFacetTypes]);
  mirror.add('Product', 'p1', aProduct({ variants: ['v1', 'v2'], categories: ['c1'] }));
  mirror.add(
    'Product',
    'p2',
    aProduct({ name: { fr: 'Tunique épée' }, variants: ['v3'], brand: 'Forge', categories: ['c2'] }),
  );
  mirror.add('Product', 'p3', aProduct({ name: { fr: 'Zèbre' }, variants: ['v4'], brand: null, active: false }));
  mirror.add('Variant', 'v1', aVariant());
  mirror.add('Variant', 'v2', aVariant({ sku: 'ROBE-M', listPrice: euro('24.90'), position: 2 }));
  mirror.add('Variant', 'v3', aVariant({ product: 'p2', sku: 'EPEE', listPrice: euro('100.00') }));
  mirror.add('Variant', 'v4', aVariant({ product: 'p3', sku: 'ZEBRE', listPrice: euro('0.50') }));
  const outbox = new FakeOutbox(mirror);
  const bricks: Record<string, string> = { shop: 'shop-fr', 'mass-edit': 'sc' };
  const request = (): GraphRequest => ({
    requestId: 'r',
    viewer: { name: 'ada', admin: true },
    reader: mirror.reader,
    budget: new ReadBudget(),
    primary: (role) => bricks[role] ?? null,
    bricksOf: (role) => [bricks[role] ?? []].flat(),
    hasBrick: (role, name) => bricks[role] === name,
    outbox,
    defaultLocale: 'fr',
    now: () => new Date('2026-11-02T10:00:00Z'),
  });
  return {
    mirror,
    outbox,
    async ask<Data>(query: string, variables: Record<string, unknown> = {}) {
      const context = subgraph.contextFor(request());
      const answer = (await execute({ document: parse(query), variables, context })) as unknown as {
        data?: Data;
        errors?: { message: string; extensions: { code?: string } }[];
      };
      const errors = (answer.errors ?? []).map(({ message, extensions }) => `${extensions.code}: ${message}`);
      if (errors.length > 0 || !answer.data) throw new Error(errors.join('\n'));
      return answer.data;
    },
  };
}

export interface PreviewLine {
  line: number;
  productId: string | null;
  variantId: string | null;
  changes: { field: string; locale: string | null; before: string[]; after: string[]; problem: string | null }[];
  problems: { code: string; message: string }[];
}
export interface Preview {
  count: number;
  counts: { changed: number; unchanged: number; failed: number };
  lines: PreviewLine[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export async function preview({ ask }: EditWorld, input: object, page = 'first: 500'): Promise<Preview> {
  const query = `query ($input: BulkEditInput!) { previewBulkEdit(input: $input, ${page}) {
    count counts { changed unchanged failed } pageInfo { hasNextPage endCursor }
    lines { line productId variantId changes { field locale before after problem } problems { code message } } } }`;
  return (await ask<{ previewBulkEdit: Preview }>(query, { input })).previewBulkEdit;
}

export interface Edit {
  id: string;
  name: string;
  direction: string;
  state: string;
  by: string | null;
  total: number;
  delivered: number;
  refused: number;
  waiting: number;
  conflictCount: number;
  reverts: string | null;
  revertedBy: string | null;
  source: string | null;
}
export type Answer = { edit: Edit; code?: undefined } | { code: string; path: string | null; edit?: undefined };

export const EDIT = `id name direction state by total delivered refused waiting conflictCount reverts revertedBy source`;
const RESULT = `... on BulkEditAccepted { edit { ${EDIT} } } ... on CommandRefused { code path }`;

export async function apply({ ask }: EditWorld, input: object, more: object = {}): Promise<Answer> {
  const query = `mutation ($input: BulkEditInput!, $name: String!, $key: String, $count: Int) {
    result: applyBulkEdit(input: $input, name: $name, idempotencyKey: $key, expectedCount: $count) { ${RESULT} } }`;
  return (await ask<{ result: Answer }>(query, { input, name: 'Spring', ...more })).result;
}

export async function revert({ ask }: EditWorld, id: string, key: string | null = null): Promise<Answer> {
  const query = `mutation ($id: ID!, $key: String) { result: revertBulkEdit(id: $id, idempotencyKey: $key) { ${RESULT} } }`;
  return (await ask<{ result: Answer }>(query, { id, key })).result;
}

/** The edit of an answer that must be one. */
export function editOf(answer: Answer): Edit {
  if (!answer.edit) throw new Error(`refused: ${answer.code} ${answer.path}`);
  return answer.edit;
}

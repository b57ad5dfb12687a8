import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { fulfilmentSubgraph } from '../roles/fulfilment/index.ts';
import { hubSubgraph, type HubRequest } from '../roles/hub/index.ts';
import { massEditSubgraph } from '../roles/mass-edit/index.ts';
import { shopSubgraph } from '../roles/shop/index.ts';
import { tillSubgraph } from '../roles/till/index.ts';
import type { Subgraph } from '../roles/graph/index.ts';
import type { RequestNotes } from '../audit/index.ts';
import type { Opening } from './live/subscribe.ts';

/** All that the roles may know of one request, and whether it may subscribe. */
export interface GatewayRequest extends HubRequest {
  /** Only over transports that carry events. */
  opening?: Opening;
  /** The header `Mortar-As-Of`, as it came; absent: the present is asked. */
  asOf?: string | readonly string[];
  /** Which past answers, once it is open. */
  past?: { asOf: string; publishedAt: string };
  audit?: RequestNotes;
  /** The client went away. */
  gone?: AbortSignal;
}

/** A role's subgraph as the gateway runs it: in this process. */
export type LocalSubgraph = Subgraph<GatewayRequest>;

/** Subgraphs joined: what the gateway executes and what `schema/` publishes. */
export interface Supergraph {
  subgraphs: readonly LocalSubgraph[];
  sdl: string;
}

/** The subgraphs of all roles. */
export function localSubgraphs(): Promise<LocalSubgraph[]> {
  return Promise.all<LocalSubgraph>([
    shopSubgraph(),
    fulfilmentSubgraph(),
    tillSubgraph(),
    massEditSubgraph(),
    hubSubgraph(),
  ]);
}

/** Composes subgraphs; throws all that does not fit together. */
export function compose(subgraphs: readonly LocalSubgraph[]): Supergraph {
  const services = [...subgraphs]
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) }));
  const composed = composeServices(services);
  if (compositionHasErrors(composed)) {
    const reasons = composed.errors.map((error) => error.message);
    throw new Error(`The subgraphs do not compose:\n${reasons.join('\n')}`);
  }
  return { subgraphs, sdl: `${composed.supergraphSdl.trim()}\n` };
}

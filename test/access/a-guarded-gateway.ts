import { SCOPES, type Scope, type Viewer } from '../../src/roles/graph/index.ts';
import type { GatewayOptions } from '../../src/gateway/index.ts';
import { startGateway, TOKEN, type Answer, type TestGateway } from '../gateway/a-gateway.ts';

/** Everything but people. */
export const BLIND = SCOPES.filter((scope) => scope !== 'customers:read');

export interface GuardedGateway extends TestGateway {
  /** As a token with exactly these scopes asks. */
  as(scopes: readonly Scope[], query: string, variables?: Record<string, unknown>): Promise<Answer>;
}

export function aViewer(scopes: readonly Scope[], name = 'a-token'): Viewer {
  return { name, admin: scopes.includes('admin') || scopes.includes('recovery'), scopes: new Set(scopes) };
}

/** The token is the list of its scopes. */
export async function startGuarded(changes: Partial<GatewayOptions> = {}): Promise<GuardedGateway> {
  const auth: GatewayOptions['auth'] = {
    verify: async (token) => aViewer(token === TOKEN ? SCOPES : (token.split('+') as Scope[]), token),
  };
  const gateway = await startGateway({ auth, ...changes });
  const as: GuardedGateway['as'] = (scopes, query, variables = {}) =>
    gateway.ask(query, variables, { authorization: `Bearer ${scopes.join('+')}` });
  return { ...gateway, as };
}

export function codesOf({ body }: Answer): unknown[] {
  return (body.errors ?? []).map(({ extensions }) => extensions['code']);
}

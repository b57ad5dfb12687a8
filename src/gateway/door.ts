import type { IncomingMessage } from 'node:http';
import type { Caller, Rates } from '../access/index.ts';
import type { Viewer } from '../roles/graph/index.ts';
import { viewerFor } from './bearer.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { OperationAudit } from './operation-audit.ts';
import type { TokenAuth } from './options.ts';

/** Who may come in now, and why not. */
export type Admission =
  | { viewer: Viewer }
  | { viewer: null; refusal: 'UNAUTHENTICATED' }
  | { viewer: null; refusal: 'RATE_LIMITED'; retryAfter: number };

/** What stands before every request: whose token it is, and whether it may ask again already. */
export interface Door {
  /** Counts one request. `id`: of the request, as in the log. */
  admit(token: string | null, from: Pick<IncomingMessage, 'headers' | 'socket'>, id: string | null): Promise<Admission>;
  /** Counts one more request of somebody who has come in: in how many seconds it may come; null: now. */
  again(viewer: Viewer, from: Pick<IncomingMessage, 'headers' | 'socket'>): number | null;
}

export interface DoorParts {
  auth: TokenAuth;
  rates: Rates | null;
  audit: OperationAudit | null;
  metrics: Pick<GatewayMetrics, 'turnedAway'>;
}

export function createDoor({ auth, rates, audit, metrics }: DoorParts): Door {
  const limited = (viewer: Viewer | null, id: string | null, retryAfter: number): number => {
    metrics.turnedAway(viewer?.name ?? null);
    if (viewer !== null) audit?.turnedAway(viewer, id, 'RATE_LIMITED');
    return retryAfter;
  };
  return {
    async admit(token, from, id) {
      const viewer = await viewerFor(auth, token);
      const caller = callerOf(from);
      const retryAfter = viewer === null ? rates?.unknown(caller) : rates?.token(viewer, caller);
      if (typeof retryAfter === 'number')
        return { viewer: null, refusal: 'RATE_LIMITED', retryAfter: limited(viewer, id, retryAfter) };
      return viewer === null ? { viewer, refusal: 'UNAUTHENTICATED' } : { viewer };
    },
    again(viewer, from) {
      const retryAfter = rates?.token(viewer, callerOf(from)) ?? null;
      return retryAfter === null ? null : limited(viewer, null, retryAfter);
    },
  };
}

/** A proxy's word for whom it asks is not believed, only that it is one: else everybody could take a name of their own. */
function callerOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): Caller {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return { address: socket.remoteAddress ?? '', isForwarded };
}

import { pino } from 'pino';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus } from '../../src/hub/index.ts';
import type { ShopAndHub } from './shop-hub.ts';

const TOKEN = 'a-token-of-staff';

export interface Served {
  ask(query: string): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Answer {
  data: Record<string, unknown>;
  errors?: unknown;
  extensions: { mortar: { asOf: string | null; staleBricks: string[] } };
}

/** The way in to a story's hub, over HTTP. */
export async function serveStory(story: ShopAndHub): Promise<Served> {
  const { hub, now } = story;
  const gateway = await createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, {}, now),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'staff', sha256: hashToken(TOKEN) }]),
    log: pino({ level: 'silent' }),
    ready: () => ({ ok: true }),
    staleness: () => hub.sync.staleness(),
    now,
  });
  const { url } = await gateway.start(0, '127.0.0.1');
  return {
    async ask(query) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return (await response.json()) as Answer;
    },
    stop: () => gateway.stop(),
  };
}

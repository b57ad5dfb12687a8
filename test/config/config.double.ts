import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Connector } from '#sdk';

/** A vendor's package with settings of every sort, opening nothing. */
export const shopware: Connector = {
  name: 'shopware',
  title: { en: 'Shopware', fr: 'Shopware' },
  roles: ['shop', 'till'],
  settings: z.strictObject({
    url: z.url(),
    key: z.string().min(4, { error: ({ input }) => `${JSON.stringify(input)} is too short` }),
    pageSize: z.number().int().max(100).default(50),
    oauth: z.strictObject({ id: z.string(), secret: z.string() }).optional(),
  }),
  secrets: ['key', 'oauth.secret'],
  aggregates: [],
  open: () => ({ streams: [], check: async () => [] }),
};

/** A folder that is gone after the test. */
export function folder(): { path: string; write(name: string, text: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'mortar-config-'));
  return {
    path,
    write(name, text) {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

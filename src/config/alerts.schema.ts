import { z } from 'zod';

/** What may be told of. */
export const ALERT_CAUSES = [
  'brick-down',
  'hold',
  'dead-letter',
  'quiet',
  'drift',
  'flow-drift',
  'disk',
  'backup',
  'journal',
  'drill',
  'people',
] as const;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const number = (inner: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), inner);

const mail = z
  .strictObject({
    host: z.string().min(1),
    port: number(z.number().int().min(1).max(65_535)).default(465),
    /** `implicit`: TLS from the first byte (465). `starttls`: refused if the server has none. `none`: this machine only. */
    tls: z.enum(['implicit', 'starttls', 'none']).default('implicit'),
    user: z.string().optional(),
    password: z.string().optional(),
    from: z.email(),
    to: z.union([z.email(), z.array(z.email()).min(1)]),
  })
  .superRefine(({ tls, host }, context) => {
    if (tls === 'none' && !LOOPBACK.test(host))
      context.addIssue({
        code: 'custom',
        path: ['tls'],
        message: 'is none, which only a mail server of this machine may have',
      });
  });

const webhook = z.strictObject({
  /** The only address that is called; a redirect is a failure. */
  url: z.url({ protocol: /^https?$/ }).refine(isPrivate, { error: 'must be an https address' }),
  /** Signs each call: `Mortar-Signature: t=<unix seconds>,v1=<HMAC-SHA256 of "t.body", hex>`. */
  secret: z.string().min(16).optional(),
});

/** When to tell whom. Without a channel, alerts are only logged. */
export const alertsSchema = z.strictObject({
  /** How mails name this hub. */
  name: z.string().min(1).max(80).default('Mortar'),
  mail: mail.optional(),
  webhook: webhook.optional(),
  /** How long a brick may fail or lag. */
  brickDownMinutes: number(z.number().int().min(1)).default(30),
  quiet: z
    .strictObject({
      /** Hours in which a brick may say nothing new; 0: it need not. */
      hours: number(z.number().min(0)).default(48),
      /** The same for single bricks (`till`) and streams (`shop.orders`). */
      of: z.record(z.string().regex(/^[a-z][a-z0-9-]*(\.[A-Za-z0-9_-]+)?$/), z.number().min(0)).default({}),
    })
    .prefault({}),
  /** Variants of which the shop may show another stock than its owner has; and values of which a flow may lack. */
  drift: z.strictObject({ variants: number(z.number().int().min(0)).default(20) }).prefault({}),
  /** Whichever of the two is less. */
  disk: z
    .strictObject({
      freePercent: number(z.number().min(0).max(100)).default(10),
      freeMb: number(z.number().min(0)).default(5_000),
    })
    .prefault({}),
  /** How old the newest restored and compared backup may be. */
  backupDays: number(z.number().min(1)).default(8),
  /** How long what is acknowledged may wait to be sent to where backups are kept. */
  journalMinutes: number(z.number().min(1)).default(15),
  mute: z.array(z.enum(ALERT_CAUSES)).default([]),
});

export type AlertSettings = z.output<typeof alertsSchema>;

function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname);
}

/** A chat's webhook is its own key: whoever knows the path may post. */
export function alertSecrets({ mail: server, webhook: hook }: AlertSettings): string[] {
  const path = hook ? new URL(hook.url) : null;
  return [server?.password ?? '', hook?.secret ?? '', path?.pathname.slice(1) ?? '', path?.search.slice(1) ?? ''];
}

import { z } from 'zod';
import type { FlowName } from '#sdk';
import { accessSchema, shoppersSchema } from './access.schema.ts';
import { alertsSchema } from './alerts.schema.ts';
import { auditSchema } from './audit.schema.ts';
import { backupSchema } from './backup.schema.ts';
import { kitSchema } from './kit.schema.ts';
import { recoverySchema } from './recovery.schema.ts';
import { retentionSchema } from './retention.schema.ts';
import { checkSchedule } from './schedule.ts';

export const ROLES = ['shop', 'fulfilment', 'mass-edit', 'till'] as const;

/** As `FlowName` lists them. */
export const FLOWS = [
  'order-to-fulfilment',
  'shipment-to-shop',
  'stock-to-shop',
  'sale-to-stock',
  'items-to-till',
] as const satisfies readonly FlowName[];

const role = z.strictObject({ primary: z.string().optional() });

/** What comes from the environment, or through `${…}`, is text. */
const port = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z.number().int().min(0).max(65_535),
);

/** The top of the file. Its defaults are on this page and nowhere else. */
export const hubSchema = z.strictObject({
  /** Folder of the database and the blobs. Relative to the file. */
  data: z.string().min(1).default('./data'),
  /** PostgreSQL instead of the embedded database. */
  database: z.url({ protocol: /^postgres(ql)?$/, error: 'is no PostgreSQL address' }).optional(),
  port: port.default(4000),
  host: z.string().min(1).default('127.0.0.1'),
  /** The administrator's: the key to everything, not to be guessed. */
  token: z.string().min(8).optional(),
  /**
   * The master key of personal data, base64 of 32 bytes: MORTAR_PERSON_KEY. Several hubs on one PostgreSQL need the same.
   * Absent: `person-master.key` in the data folder, made at the first start.
   */
  personKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'is not 32 bytes as base64 (openssl rand -base64 32)')
    .optional(),
  /** Where a copy of that key is kept, in words, for the doctor: `safe at the notary`. Backups carry one anyway. */
  personKeyKeptAt: z.string().min(1).max(200).optional(),
  /** Language of names when a query asks for none, and of mails. */
  locale: z.enum(['fr', 'en']).default('fr'),
  roles: z
    .strictObject({
      shop: role.optional(),
      fulfilment: role.optional(),
      'mass-edit': role.optional(),
      till: role.optional(),
    })
    .default({}),
  stock: z
    .strictObject({
      /** The brick that says how much there is. Absent: the fulfilment brick, or without one the shop. */
      owner: z.string().optional(),
      /** What to do with an order for more than there is. */
      oversell: z.enum(['refuse', 'backorder', 'accept']).default('refuse'),
    })
    .prefault({}),
  /** What one brick's change does to another: see `flows` in the graph. What is not named is only observed. */
  flows: z
    .array(
      z.strictObject({
        flow: z.enum(FLOWS),
        /** Bricks, by name. */
        from: z.string(),
        to: z.string(),
        mode: z.enum(['on', 'observe', 'off']),
      }),
    )
    .default([]),
  /** Connectors from outside: folders (`./acme`, relative to this file) or installed npm packages. */
  connectors: z.array(z.string().min(1)).default([]),
  /** How often each token may ask, and how much of people it may read. */
  access: accessSchema.optional(),
  /** Who did what, and for how long that is kept. */
  audit: auditSchema.optional(),
  /** Whose logins count as a customer's own. */
  shoppers: shoppersSchema.optional(),
  /** Whom to tell when something needs a person. */
  alerts: alertsSchema.optional(),
  /** The https address under which a proxy serves this hub: said when `host` is not loopback. */
  proxy: z.url({ protocol: /^https$/, error: 'expected an https address' }).optional(),
  /** Copies of all that the hub holds, at other places. Absent: none are made. */
  backup: backupSchema.optional(),
  /** What a store works with on paper. */
  kit: kitSchema.optional(),
  /** Proof that bricks can be rebuilt. */
  recovery: recoverySchema.optional(),
  /** How long personal data is kept, by kind. Absent: only papers go that tax law does not want any longer. */
  retention: retentionSchema.optional(),
  /** How much of the past is kept at once, for queries with the header Mortar-As-Of. */
  past: z
    .strictObject({
      /** Times. */
      count: z.number().int().min(1).max(100).default(4),
      /** Of all of them together. */
      megabytes: z.number().int().min(10).default(20_000),
    })
    .optional(),
  bricks: z.record(z.string(), z.unknown()).default({}),
});

const threshold = {
  /** Share of a stream that may change in one run, or be deleted, without a person. */
  percent: z.number().min(0).max(100).default(10),
  /** Number of records that always may. */
  records: z.number().int().min(0).default(50),
};

const holds = z.strictObject({
  ...threshold,
  /** Runs within so many hours count together. */
  windowHours: z.number().positive().default(24),
  /** Thresholds of single streams, by kind: `products`. */
  kinds: z
    .record(z.string(), z.strictObject({ ...threshold, windowHours: z.number().positive().optional() }))
    .optional(),
  /** The same, as it was called first. */
  streams: z.record(z.string(), z.strictObject(threshold)).default({}),
});

/** The keys of a brick that the hub reads itself; all others are its connector's. */
export const brickSchema = z.strictObject({
  connector: z.string(),
  /** Cron expression. */
  schedule: z.string().superRefine(checkSchedule).default('*/5 * * * *'),
  holds: holds.prefault({}),
  /** Absent: all roles that the connector can play. */
  roles: z.array(z.enum(ROLES)).min(1).optional(),
  /** True: an empty one that a plan fills; it is neither read nor served before it is cut over. */
  standby: z.boolean().optional(),
  /** The brick whose place it is to take. */
  replaces: z.string().optional(),
});

/** For bricks that nobody configured, such as the demo's. */
export const BRICK_DEFAULTS = brickSchema
  .omit({ connector: true, roles: true, standby: true, replaces: true })
  .parse({});

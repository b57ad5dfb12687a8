import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
const optional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((value) => value || null);

const address = z.object({
  firstName: text(255),
  lastName: text(255),
  company: optional(255),
  vatNumber: optional(32),
  street: text(128),
  street2: optional(128),
  postcode: z.string().trim().max(12),
  city: text(64),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'is no country code of two letters')
    .transform((code) => code.toUpperCase()),
  phone: optional(32),
});

/** Lengths are those of PrestaShop's own fields. */
export const orderSchema = z.object({
  lines: z
    .array(
      z
        .object({
          variant: optional(100),
          sku: optional(128),
          gtin: optional(32),
          quantity: z.int().min(1).max(10_000),
        })
        .refine(({ variant, sku, gtin }) => [variant, sku, gtin].filter((key) => key !== null).length === 1, {
          message: 'needs exactly one of variant, sku, gtin',
        }),
    )
    .min(1)
    .max(200),
  customer: z
    .object({
      id: optional(100),
      email: z.email().max(255).nullish(),
      firstName: optional(255),
      lastName: optional(255),
    })
    .refine(({ id, email }) => Boolean(id) !== Boolean(email), { message: 'needs exactly one of id, email' }),
  shippingAddress: address,
  billingAddress: address.nullish(),
  carrier: optional(100),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'is no currency code of three letters')
    .transform((code) => code.toUpperCase())
    .nullish(),
  payment: z.object({ method: text(255), transactionId: optional(254), paid: z.boolean() }).nullish(),
  locale: optional(35),
  note: optional(1600),
});

export type OrderRequest = z.output<typeof orderSchema>;

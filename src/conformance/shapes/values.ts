import { z, type Money } from '#sdk';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'is no exact decimal');
export const currency = z.string().refine((code) => CURRENCIES.has(code), 'is no currency of ISO 4217');
export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'is no time as RFC 3339 writes it in UTC')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is a time that never was');
export const money: z.ZodType<Money> = z.strictObject({ amount: decimal, currency });
export const whole = z.number().int();
export const text = z.string();
export const localized = z.record(z.string(), z.string().min(1));
export const percentages = z.record(z.string(), decimal);

/** A hub id, as this suite's projection gives it: it tells which entity is meant. */
export const ref = (entity: string): z.ZodType<string> =>
  z.string().startsWith(`${entity}:`, `is no hub id of a ${entity}`);

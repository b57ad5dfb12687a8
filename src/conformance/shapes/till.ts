import { z, type TillFacets } from '#sdk';
import { decimal, money, ref, text, time, whole } from './values.ts';

type Shapes = { [Type in keyof TillFacets]: z.ZodType<TillFacets[Type]> };

const location = ref('Location').nullable();
const customer = ref('Customer').nullable();
const payments = z.array(z.strictObject({ method: text, amount: money }));

const saleLine = z.strictObject({
  variant: ref('Variant').nullable(),
  sku: text.nullable(),
  gtin: text.nullable(),
  name: text,
  quantity: z.number(),
  unitPriceWithTax: money.nullable(),
  total: money.nullable(),
  totalWithTax: money,
  taxRate: decimal.nullable(),
});

export const TILL_SHAPES: Shapes = {
  TillItem: z.strictObject({
    sku: text.nullable(),
    gtin: text.nullable(),
    name: text.nullable(),
    priceWithTax: money.nullable(),
  }),
  TillCustomer: z.strictObject({
    email: text.nullable(),
    firstName: text.nullable(),
    lastName: text.nullable(),
    phone: text.nullable(),
    loyaltyNumber: text.nullable(),
  }),
  Store: z.strictObject({ code: text.nullable(), name: text }),
  Sale: z.strictObject({
    number: text,
    sequence: whole.nullable(),
    till: text,
    location,
    soldAt: time,
    lines: z.array(saleLine),
    payments,
    total: money.nullable(),
    totalWithTax: money,
    customer,
    loyaltyNumber: text.nullable(),
    hash: text.nullable(),
    session: text.nullable(),
  }),
  TillSession: z.strictObject({
    number: text,
    till: text,
    location,
    openedAt: time.nullable(),
    closedAt: time.nullable(),
    saleCount: whole.nullable(),
    total: money.nullable(),
    totalWithTax: money.nullable(),
    cumulativeTotal: money.nullable(),
    payments,
    taxes: z.array(z.strictObject({ rate: decimal, amount: money })),
    hash: text.nullable(),
  }),
  LoyaltyCard: z.strictObject({
    number: text,
    customer,
    points: decimal.nullable(),
    balance: money.nullable(),
    level: text.nullable(),
    updatedAt: time.nullable(),
  }),
  TillAlarm: z.strictObject({
    kind: z.enum(['FILE_REFUSED', 'FILE_REPEATED', 'LINE_DOUBTFUL', 'TICKET_CHANGED', 'TICKET_VANISHED']),
    message: z.strictObject({ en: text, fr: text }),
    subject: text,
    at: time,
    file: text.nullable(),
    row: whole.nullable(),
    column: text.nullable(),
  }),
};

import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function textOf(scalar: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError(`${scalar} must be given as a string.`);
}

function literal(scalar: string, node: ValueNode): string {
  return textOf(scalar, node.kind === Kind.STRING ? node.value : undefined);
}

function toDecimal(value: string): string {
  if (DECIMAL.test(value)) return value;
  throw new GraphQLError('Decimal must look like "12.50": digits, a dot, no exponent, no thousands separator.');
}

function toUtc(value: string): string {
  const time = DATE_TIME.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new GraphQLError('DateTime must look like "2026-01-31T09:30:00Z" (RFC 3339).');
  return new Date(time).toISOString();
}

/** An exact number as a string, in both directions; never a float. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact number written as text with a dot, such as "23.90". Never rounded by the hub, never a float.',
  serialize: (value) => textOf('Decimal', value),
  parseValue: (value) => toDecimal(textOf('Decimal', value)),
  parseLiteral: (node) => toDecimal(literal('Decimal', node)),
});

/** An instant: RFC 3339, answered in UTC; other offsets are understood when given. */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'A date and time in UTC as RFC 3339 text, such as "2026-01-31T09:30:00Z". Other offsets are accepted as input.',
  serialize: (value) => textOf('DateTime', value),
  parseValue: (value) => toUtc(textOf('DateTime', value)),
  parseLiteral: (node) => toUtc(literal('DateTime', node)),
});

import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { BulkEditKey as Key } from '#sdk';
import { DecimalScalar } from '../graph/index.ts';
import { MOST_LINES, MOST_MEGABYTES } from './upload.ts';
import { TEXT_FIELDS, type TextField } from './values.ts';
import { MOST_PRODUCTS } from './wanted.ts';

export const KEYS = {
  PRODNAME: ['prodname', 'By the name of the product.'],
  PRODREF: ['prodref', 'By the reference; where a product has combinations, by that of a combination.'],
  PRODREFTHENPRODNAME: ['prodrefthenprodname', 'By the reference; where nothing has it, by the name.'],
  SUPREFTHENPRODNAME: ['suprefthenprodname', 'By the reference of the supplier; where nothing has it, by the name.'],
  SUPREF: ['supref', 'By the reference of the supplier.'],
  PRODREFANDSUPREF: ['prodrefandsupref', 'By both the reference and the one of the supplier.'],
  PRODNAMEANDSUPREF: ['prodnameandsupref', 'By both the name and the reference of the supplier.'],
  IDPRODUCT: ['idproduct', "By the shop's own id of the product."],
  IDPRODUCTATTRIBUTE: ['idproductattribute', "By the shop's own id of the variant."],
  EAN13: ['ean13', 'By the EAN.'],
  UPC: ['upc', 'By the UPC.'],
  ISBN: ['isbn', 'By the ISBN.'],
} as const satisfies Record<string, readonly [Key, string]>;
export type KeyName = keyof typeof KEYS;
export const BulkEditKey = Object.fromEntries(Object.keys(KEYS).map((name) => [name, name]));
registerEnumType(BulkEditKey, {
  name: 'BulkEditKey',
  description: 'By which column a line finds its product or variant, as Store Commander calls it.',
  valuesConfig: Object.fromEntries(Object.entries(KEYS).map(([name, [, description]]) => [name, { description }])),
});

export const CSV_TEXT = `The text: first the headings, in French or English as Store Commander has them. At most ${MOST_MEGABYTES} MB and ${MOST_LINES} lines; give it as a variable, since any other part of a request may have 1 MB.`;
export const CSV_KEY = 'How lines find their product. Default: PRODREF.';
export const CSV_DELIMITER =
  'What parts the cells: a semicolon, a comma or a tab. Default: what the headings are parted by.';
export const CSV_LOCALE = 'Language of its texts, such as "fr". Default: the one of the hub.';

const RoundingMode = { UP: 'UP', NEAREST: 'NEAREST' } as const;
registerEnumType(RoundingMode, {
  name: 'BulkEditRounding',
  description: 'To which price with the wanted ending a price goes.',
  valuesConfig: {
    UP: { description: 'The next higher one; a price that has the ending stays.' },
    NEAREST: { description: 'The nearest one; of two that are as near, the higher.' },
  },
});

const WHAT: Record<TextField, string> = {
  name: 'Name',
  description: 'Description (HTML)',
  summary: 'Short description (HTML)',
  metaTitle: 'Title for search engines',
  metaDescription: 'Description for search engines',
  slug: 'Part of the address of its page',
};
/** `metaTitle` as the graph spells it: `META_TITLE`. */
const TEXTS = (Object.keys(TEXT_FIELDS) as TextField[]).map((field): [string, string] => [
  field.replace(/[A-Z]/g, '_$&').toUpperCase(),
  `${WHAT[field]}; ${TEXT_FIELDS[field]} characters at most.`,
]);
const BulkEditText = Object.fromEntries(TEXTS.map(([name]) => [name, name]));
registerEnumType(BulkEditText, {
  name: 'BulkEditText',
  description: 'A text of a product.',
  valuesConfig: Object.fromEntries(TEXTS.map(([name, description]) => [name, { description }])),
});

@InputType('BulkEditSelection', {
  description:
    'Which products to change. What is left out is not filtered; several conditions must all hold; one at least is needed.',
})
export class BulkEditSelection {
  @Field(() => [ID], { nullable: true, description: `Those with one of these hub ids, ${MOST_PRODUCTS} at most.` })
  ids?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Those with a variant that has one of these references, ${MOST_PRODUCTS} at most. Prices of their other variants stay.`,
  })
  skus?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Those in one of these categories. Categories below them are not included.',
  })
  categories?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Those of one of these brands, written exactly as the shop writes them.',
  })
  brands?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Those that the shop offers (true) or does not offer (false).' })
  active?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Those in which all of these words are found.' })
  search?: string | null;
}

@InputType('BulkEditRound', { description: 'Which ending prices get.' })
export class BulkEditRound {
  @Field(() => DecimalScalar, {
    description: 'How they are to end: "0.90" in every unit, "9.90" in every ten, "99" in every hundred.',
  })
  ending!: string;

  @Field(() => RoundingMode, { defaultValue: 'NEAREST', description: 'To which of the prices that end so.' })
  mode!: 'UP' | 'NEAREST';
}

@InputType('BulkEditPrice', {
  description:
    'What becomes of list prices without tax, in the main currency of the shop. One of "set", "add" and "addPercent"; rounding comes last.',
})
export class BulkEditPrice {
  @Field(() => DecimalScalar, { nullable: true, description: 'This price.' })
  set?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'So much more; with a minus: less.' })
  add?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'So many percent more; with a minus: less.' })
  addPercent?: string | null;

  @Field(() => BulkEditRound, { nullable: true, description: 'Default: not rounded, but for the sixth decimal.' })
  round?: BulkEditRound | null;
}

@InputType('BulkEditReplace', { description: 'What is replaced in a text, everywhere, as it is written.' })
export class BulkEditReplace {
  @Field(() => String, { description: 'What is looked for.' })
  find!: string;

  @Field(() => String, { description: 'What stands there instead; may be empty.' })
  by!: string;
}

@InputType('BulkEditTextOperation', {
  description: 'What becomes of a text in one language. "set" comes first, then "replace", then prefix and suffix.',
})
export class BulkEditTextOperation {
  @Field(() => BulkEditText, { description: 'Which text.' })
  field!: string;

  @Field(() => String, { description: 'Language: "fr". Other languages stay.' })
  locale!: string;

  @Field(() => String, { nullable: true, description: 'This text; empty: none.' })
  set?: string | null;

  @Field(() => String, { nullable: true, description: 'Stands before it; where there is no text, nothing is done.' })
  prefix?: string | null;

  @Field(() => String, { nullable: true, description: 'Stands behind it; where there is no text, nothing is done.' })
  suffix?: string | null;

  @Field(() => BulkEditReplace, { nullable: true, description: 'What is replaced in it.' })
  replace?: BulkEditReplace | null;
}

@InputType('BulkEditOperations', { description: 'What becomes of the selected products.' })
export class BulkEditOperations {
  @Field(() => BulkEditPrice, { nullable: true, description: 'Of the prices of their variants.' })
  price?: BulkEditPrice | null;

  @Field(() => [BulkEditTextOperation], { nullable: true, description: 'Of their texts, one after the other.' })
  texts?: BulkEditTextOperation[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the shop offers them.' })
  active?: boolean | null;
}

@InputType('BulkEditInput', {
  description: 'What a mass edit is to change: a selection with operations, a text, or a file that a brick received.',
})
export class BulkEditInput {
  @Field(() => BulkEditSelection, { nullable: true, description: 'Which products; comes with "operations".' })
  selection?: BulkEditSelection | null;

  @Field(() => BulkEditOperations, { nullable: true, description: 'What becomes of the selection.' })
  operations?: BulkEditOperations | null;

  @Field(() => ID, { nullable: true, description: 'A file on its way into the shop: id of a BulkEdit (IMPORT).' })
  edit?: string | null;

  @Field(() => String, { nullable: true, description: `A CSV text. ${CSV_TEXT}` })
  csv?: string | null;

  @Field(() => BulkEditKey, { nullable: true, description: `Of a text. ${CSV_KEY}` })
  idBy?: KeyName | null;

  @Field(() => String, { nullable: true, description: `Of a text. ${CSV_DELIMITER}` })
  delimiter?: string | null;

  @Field(() => String, { nullable: true, description: `Of a text. ${CSV_LOCALE}` })
  locale?: string | null;
}

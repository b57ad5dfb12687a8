import { createUnionType, Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, PersonalData } from '../../graph/index.ts';
import type { SalvageTold } from '../port.ts';

export const SalvageSubject = {
  PRODUCTS: 'PRODUCTS',
  STOCK: 'STOCK',
  CUSTOMERS: 'CUSTOMERS',
  ORDERS: 'ORDERS',
} as const;
export type SalvageSubject = keyof typeof SalvageSubject;
registerEnumType(SalvageSubject, {
  name: 'SalvageSubject',
  description: 'What a file of an office is about.',
  valuesConfig: {
    PRODUCTS: { description: 'Articles, with names and prices, and stock where the file has it.' },
    STOCK: { description: 'How many there are of each article, and nothing else.' },
    CUSTOMERS: { description: 'Customers and their addresses.' },
    ORDERS: { description: 'Orders, a row for each or a row for each of their lines.' },
  },
});

@InputType('SalvageInput', { description: 'Files in the folder of the salvage brick, and what a person says of them.' })
export class SalvageInput {
  @Field(() => [String], { description: 'Names of files in the folder of the salvage brick, 1 to 100.' })
  files!: string[];

  @Field(() => SalvageSubject, { nullable: true, description: 'What they are about; default: told by their columns.' })
  subject?: SalvageSubject | null;

  @Field(() => String, { nullable: true, description: 'Name of a saved map of columns.' })
  map?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Tax rate in percent of prices with tax that have none beside them; default: "20".',
  })
  taxRate?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'How old the files are; default: by their names, else by their dates.',
  })
  dated?: string | null;
}

@ObjectType('SalvageColumn', { description: 'What a column of a file is taken for.', simpleResolvers: true })
export class SalvageColumn {
  @Field(() => String, { description: 'Its heading.' })
  heading!: string;

  @Field(() => String, { nullable: true, description: 'The field: "sku", "priceWithTax". Null: it is left out.' })
  field!: string | null;

  @Field(() => Float, { description: 'How sure that is, 0 to 1.' })
  confidence!: number;

  @Field(() => String, { description: 'Why: by its heading, by its content, or because somebody said so.' })
  why!: string;

  @PersonalData()
  @Field(() => [String], { description: 'Some of its cells.' })
  samples!: string[];
}

@ObjectType('SalvageFile', { description: 'What was found of one file.', simpleResolvers: true })
export class SalvageFile {
  @Field(() => String, { description: 'Its name.' })
  file!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Its age: since when it says what it says.' })
  at!: string | null;

  @Field(() => String, { nullable: true, description: 'How its age is known.' })
  dated!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is about: "products", "mails". Null: it could not be read.',
  })
  subject!: string | null;

  @Field(() => Int, { description: 'How many rows or mails it has.' })
  rows!: number;

  @Field(() => [SalvageColumn], { description: 'What its columns are taken for; empty for mails.' })
  columns!: SalvageColumn[];

  @Field(() => String, {
    nullable: true,
    description: 'Why nothing of it was read, and what to do. Null: it was read.',
  })
  refused!: string | null;
}

@ObjectType('SalvageChange', { description: 'What applying changes of one kind of thing.', simpleResolvers: true })
export class SalvageChange {
  @Field(() => String, { description: 'The kind: "articles", "customers", "orders".' })
  kind!: string;

  @Field(() => Int, { description: 'How many are new.' })
  created!: number;

  @Field(() => Int, { description: 'How many say something else than before.' })
  updated!: number;

  @Field(() => Int, { description: 'How many stay as they are.' })
  unchanged!: number;
}

@ObjectType('SalvageDoubt', { description: 'Something to look at before applying.', simpleResolvers: true })
export class SalvageDoubt {
  @Field(() => String, { description: 'Stable code: "SALVAGE_CODE_MANGLED".' })
  code!: string;

  @Field(() => String, { description: '"refused": left out; "repaired"; "assumed"; "told": taken as it is written.' })
  effect!: string;

  @Field(() => String, { description: 'The file.' })
  file!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Row as a spreadsheet shows it, or number of the mail; null: the file.',
  })
  place!: number | null;

  @Field(() => String, { nullable: true, description: 'Heading of the column; null: the whole row.' })
  column!: string | null;

  @PersonalData()
  @Field(() => String, { description: 'What is doubtful.' })
  message!: string;

  @Field(() => String, { description: 'What to do.' })
  remedy!: string;
}

@ObjectType('SalvageReport', {
  description: 'What files hold, what applying them changes, and what is doubtful.',
  simpleResolvers: true,
})
export class SalvageReport {
  @Field(() => [SalvageFile], { description: 'File by file.' })
  files!: SalvageFile[];

  @Field(() => [SalvageChange], { description: 'What would change, or has changed.' })
  changes!: SalvageChange[];

  @Field(() => [SalvageDoubt], { description: 'What to look at: of each kind and file the first 50.' })
  doubts!: SalvageDoubt[];

  @Field(() => Int, { description: 'How many there are of them in all.' })
  doubtCount!: number;

  @Field(() => Boolean, { description: 'Whether it was applied.' })
  applied!: boolean;
}

@ObjectType('SalvageRefused', { description: 'Nothing was read and nothing applied.', simpleResolvers: true })
export class SalvageRefused {
  @Field(() => String, { description: 'Stable code: "SALVAGE_FOLDER_MISSING".' })
  code!: string;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => String, { description: 'What to do.' })
  remedy!: string;
}

export const SalvageResult = createUnionType({
  name: 'SalvageResult',
  description: 'What became of the wish to salvage files.',
  types: () => [SalvageReport, SalvageRefused] as const,
});

/** Answers of the union carry the name of their type: GraphQL resolves it by that. */
export type SalvageAnswer =
  ({ __typename: 'SalvageReport' } & SalvageReport) | ({ __typename: 'SalvageRefused' } & SalvageRefused);

export function toSalvageAnswer(told: SalvageTold): SalvageAnswer {
  if ('refused' in told) return { __typename: 'SalvageRefused', ...told.refused };
  const { files, changes, doubts, counts, applied } = told;
  return {
    __typename: 'SalvageReport',
    files: files.map(({ refused, ...file }) => {
      return { ...file, refused: refused && `${refused.code}: ${refused.message} ${refused.remedy}` };
    }),
    changes,
    doubts,
    doubtCount: counts.reduce((sum, { count }) => sum + count, 0),
    applied: applied !== null,
  };
}

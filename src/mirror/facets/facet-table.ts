import type { FacetColumn, FacetType } from '../facet-type.ts';
import { invalid } from '../mirror-error.ts';
import type { Vault } from '../persons/index.ts';
import { FacetSeal } from './facet-seal.ts';

/** One facet type as a table. */
export interface FacetTable {
  type: FacetType;
  /** `facet_price_list` */
  name: string;
  columns: readonly (readonly [string, FacetColumn<object>])[];
  /** Whether entities of this type are found by text. */
  searchable: boolean;
  /** How it is kept at rest; null: as it is. */
  seal: FacetSeal | null;
}

/** Columns that every facet table has. */
export const BASE_COLUMNS = [
  ...['hub_id', 'brick', 'external_id', 'url', 'seen_at', 'root_kind', 'root_id', 'data'],
] as const;

const RESERVED = new Set<string>([...BASE_COLUMNS, 'row_id', 'search']);

/** Facet types by name, checked: their names become names of tables and columns. */
export function facetTables(types: readonly FacetType[], vault: Vault): ReadonlyMap<string, FacetTable> {
  const tables = new Map<string, FacetTable>();
  for (const type of types) {
    const wrong =
      !/^[A-Z][A-Za-z]{1,40}$/.test(type.name) ||
      tables.has(type.name) ||
      Object.keys(type.columns).some((column) => !/^[a-z][a-z_]{0,40}$/.test(column) || RESERVED.has(column));
    if (wrong) {
      throw invalid(
        'FACET_TYPE_INVALID',
        `The facet type ${type.name} is declared twice, or its name or a column’s name cannot be used.`,
        'Types are in camel case with a capital, columns in snake case and none of the mirror’s own.',
      );
    }
    tables.set(type.name, {
      type,
      name: `facet_${type.name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}`,
      columns: Object.entries(type.columns),
      searchable: type.search !== undefined || types.some(({ foundAs }) => foundAs?.type === type.name),
      seal: type.personal ? new FacetSeal(vault, { name: type.name, personal: type.personal }) : null,
    });
  }
  return tables;
}

/** Throws for a type that no role declares: its name becomes the name of a table. */
export function tableOf(tables: ReadonlyMap<string, FacetTable>, type: string): FacetTable {
  const table = tables.get(type);
  if (table) return table;
  throw invalid(
    'FACET_TYPE_UNKNOWN',
    `No role declares the facet type ${type}.`,
    'Declare it in the role’s facet types.',
  );
}

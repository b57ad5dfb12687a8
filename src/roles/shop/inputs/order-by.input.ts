import { registerEnumType } from 'type-graphql';

export type OrderBy = { column: string; descending: boolean };

export const ProductOrder = {
  NAME_ASC: 'NAME_ASC',
  NAME_DESC: 'NAME_DESC',
  BRAND_ASC: 'BRAND_ASC',
  BRAND_DESC: 'BRAND_DESC',
  CREATED_AT_ASC: 'CREATED_AT_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
  UPDATED_AT_ASC: 'UPDATED_AT_ASC',
  UPDATED_AT_DESC: 'UPDATED_AT_DESC',
} as const;
export type ProductOrder = keyof typeof ProductOrder;
registerEnumType(ProductOrder, {
  name: 'ProductOrder',
  description: 'In which order products are listed. Products that say nothing of it come last.',
  valuesConfig: {
    NAME_ASC: { description: 'By name, A to Z.' },
    NAME_DESC: { description: 'By name, Z to A.' },
    BRAND_ASC: { description: 'By brand, A to Z.' },
    BRAND_DESC: { description: 'By brand, Z to A.' },
    CREATED_AT_ASC: { description: 'Oldest first.' },
    CREATED_AT_DESC: { description: 'Newest first.' },
    UPDATED_AT_ASC: { description: 'Longest unchanged first.' },
    UPDATED_AT_DESC: { description: 'Last changed first.' },
  },
});

export const CustomerOrder = {
  LAST_NAME_ASC: 'LAST_NAME_ASC',
  LAST_NAME_DESC: 'LAST_NAME_DESC',
  UPDATED_AT_ASC: 'UPDATED_AT_ASC',
  UPDATED_AT_DESC: 'UPDATED_AT_DESC',
} as const;
export type CustomerOrder = keyof typeof CustomerOrder;
registerEnumType(CustomerOrder, {
  name: 'CustomerOrder',
  description: 'In which order customers are listed. Customers who say nothing of it come last.',
  valuesConfig: {
    LAST_NAME_ASC: { description: 'By last name, A to Z.' },
    LAST_NAME_DESC: { description: 'By last name, Z to A.' },
    UPDATED_AT_ASC: { description: 'Longest unchanged first.' },
    UPDATED_AT_DESC: { description: 'Last changed first.' },
  },
});

export const OrderOrder = { PLACED_AT_ASC: 'PLACED_AT_ASC', PLACED_AT_DESC: 'PLACED_AT_DESC' } as const;
export type OrderOrder = keyof typeof OrderOrder;
registerEnumType(OrderOrder, {
  name: 'OrderOrder',
  description: 'In which order orders are listed.',
  valuesConfig: {
    PLACED_AT_ASC: { description: 'Oldest first.' },
    PLACED_AT_DESC: { description: 'Newest first.' },
  },
});

/** From an enum value such as `PLACED_AT_DESC` to the facet column and direction that it stands for. */
export function toOrderBy(value: ProductOrder | CustomerOrder | OrderOrder): OrderBy {
  const descending = value.endsWith('_DESC');
  return { column: value.slice(0, value.lastIndexOf('_')).toLowerCase(), descending };
}

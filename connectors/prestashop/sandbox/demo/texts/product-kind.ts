import type { Text } from '../localized.ts';

/** What a product's combinations differ in: keys of `OPTIONS`. */
export type Axis = 'size' | 'colour' | 'shoe-size' | 'portions' | 'capacity';

/** One kind of article, from which any number of products is composed. */
export interface ProductKind {
  /** Three letters that open its references. */
  readonly code: string;
  /** Key of the default category. */
  readonly category: string;
  readonly isFood: boolean;
  /** How many of the shop's products are of this kind, relative to the others. */
  readonly share: number;
  /** Price with French tax, in cents. */
  readonly cents: readonly [min: number, max: number];
  readonly grams: readonly [min: number, max: number];
  readonly axes: readonly Axis[];
  /** The article's plain name; a model's name follows. */
  readonly nouns: readonly Text[];
  /** First sentence of the description. */
  readonly pitches: readonly Text[];
  /** Second sentence. */
  readonly details: readonly Text[];
}

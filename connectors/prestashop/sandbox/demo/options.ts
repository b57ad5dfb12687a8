import type { Draft } from './draft.ts';
import { add, nextId } from './draft.ts';
import { localized } from './localized.ts';
import { FEATURES, TAGS } from './texts/features.ts';
import type { OptionValueText } from './texts/options.ts';
import { OPTIONS } from './texts/options.ts';
import type { Axis } from './texts/product-kind.ts';

/** An option value with its id. */
export interface OptionValue extends OptionValueText {
  readonly id: number;
}

/** Returns the values of each axis. */
export function addOptions(draft: Draft): Map<Axis, OptionValue[]> {
  const byAxis = new Map<Axis, OptionValue[]>();
  OPTIONS.forEach(({ axis, name, values }, position) => {
    const group = nextId(draft, 'product_options');
    const added = values.map((value, index): OptionValue => {
      const fields = {
        id_attribute_group: group,
        color: value.color ?? '',
        position: index,
        name: localized(value.name),
      };
      return { ...value, id: add(draft, 'product_option_values', fields) };
    });
    byAxis.set(axis, added);
    const isColour = axis === 'colour';
    add(draft, 'product_options', {
      is_color_group: isColour ? '1' : '0',
      group_type: isColour ? 'color' : 'select',
      position,
      name: localized(name),
      public_name: localized(name),
      associations: { product_option_values: added.map(({ id }) => ({ id })) },
    });
  });
  return byAxis;
}

export function addFeatures(draft: Draft): void {
  FEATURES.forEach(({ name, values }, position) => {
    const feature = add(draft, 'product_features', { position, name: localized(name) });
    values.forEach((value, index) => {
      add(draft, 'product_feature_values', {
        id_feature: feature,
        custom: '0',
        position: index,
        value: localized(value),
      });
    });
  });
}

/** One tag per language and word: the webservice knows no translation of a tag. */
export function addTags(draft: Draft): void {
  for (const tag of TAGS) tag.forEach((name, index) => add(draft, 'tags', { id_lang: index + 1, name }));
}

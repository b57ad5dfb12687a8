import type { Feature, JsonObject, RawRecord, Related } from '#sdk';
import { toLocalized } from './localized.ts';
import type { Languages } from './localized.ts';
import { associated, count, idOf, ref } from '../record.ts';

/** A product's features, in the shop's order. */
export function toFeatures(body: JsonObject, languages: Languages, related: Related): Feature[] {
  const found = associated(body, 'product_features').flatMap((row) => {
    const feature = related.get('product_features', idOf(row));
    const value = related.get('product_feature_values', idOf(row, 'id_feature_value'));
    return feature && value ? [{ feature, value }] : [];
  });
  const ordered = found.sort((one, other) => place(one.feature, other.feature) || place(one.value, other.value));
  return ordered.map(({ feature, value }) => ({
    name: toLocalized(feature.body['name'], languages),
    value: toLocalized(value.body['value'], languages),
  }));
}

/** One option that makes a combination, e.g. size M. */
export interface ChosenOption {
  option: RawRecord;
  value: RawRecord;
}

/** The options of a combination, in the shop's order. */
export function chosenOptions(body: JsonObject, related: Related): ChosenOption[] {
  const chosen = associated(body, 'product_option_values').flatMap((row) => {
    const value = related.get('product_option_values', idOf(row));
    const option = value && related.get('product_options', ref(value.body, 'id_attribute_group') ?? '');
    return option ? [{ option, value }] : [];
  });
  return chosen.sort((one, other) => place(one.option, other.option) || place(one.value, other.value));
}

export function toOptions(chosen: readonly ChosenOption[], languages: Languages): Feature[] {
  return chosen.map(({ option, value }) => ({
    name: toLocalized(option.body['public_name'] ?? option.body['name'], languages),
    value: toLocalized(value.body['name'], languages),
  }));
}

/** By the shop's position, then by id. */
export function place(one: RawRecord, other: RawRecord): number {
  return count(one.body, 'position') - count(other.body, 'position') || Number(one.id) - Number(other.id);
}

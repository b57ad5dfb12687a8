import { columnText } from '../column-text.ts';
import { WebserviceFailure } from '../reply.ts';
import type { Field, Resource } from '../resources/index.ts';
import type { LocalizedValue } from '../state.ts';
import type { SentEntity } from './body.ts';
import type { Draft } from './change.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;
const UNSIGNED = /^\d+(\.\d+)?$/;

/** The vendor's validators, for the formats that the table names; the others accept everything. */
const FORMATS: Record<string, RegExp> = {
  isUnsignedId: /^\d*$/,
  isUnsignedInt: /^\d*$/,
  isPositiveInt: /^\d*$/,
  isInt: /^-?\d*$/,
  isBool: /^[01]?$/,
  isPrice: UNSIGNED,
  isUnsignedFloat: UNSIGNED,
  isFloat: NUMBER,
  isNegativePrice: NUMBER,
  isGtin: /^\d{0,14}$/,
  isUpc: /^\d{0,12}$/,
  isIsbn: /^[0-9-]{0,32}$/,
  isReference: /^[^<>;={}]*$/u,
  isCatalogName: /^[^<>;=#{}]*$/u,
  isGenericName: /^[^<>={}]*$/u,
  isLinkRewrite: /^[_a-zA-Z0-9-]*$/,
  isEmail: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  isName: /^[^0-9!<>,;?=+()@#"°{}_$%:¤|]*$/u,
  isCustomerName: /^[^0-9!<>,;?=+()/\\@#"°*`{}_^$%:¤[\]|.。]*$/u,
  isAddress: /^[^!<>?=+@{}_$%]*$/u,
  isCityName: /^[^!<>;?=+@#"°{}_$%]*$/u,
  isPostCode: /^[a-zA-Z 0-9-]*$/,
  isPhoneNumber: /^[+0-9. ()/-]*$/,
  isProductVisibility: /^(both|catalog|search|none)?$/,
};

/** Throws code 84 on the first value that does not look as it must. A PATCH is judged by what it sends. */
export function validate(resource: Resource, draft: Draft, only: SentEntity | undefined): void {
  for (const field of resource.fields) {
    if (only && !only.fields.has(field.name)) continue;
    const texts = textsOf(draft[field.name]);
    if (!only && field.kind === 'lang' && field.required && texts.every((text) => text === '')) {
      throw invalid(resource, field, 'is empty');
    }
    if (texts.some((text) => text !== '' && !fits(field, text))) throw invalid(resource, field, 'is not valid');
  }
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return (value as LocalizedValue[]).map((text) => text.value);
  return [columnText(value)];
}

function fits(field: Field, text: string): boolean {
  if (field.maxSize !== undefined && [...text].length > Number(field.maxSize)) return false;
  return FORMATS[field.format ?? '']?.test(text) ?? true;
}

function invalid(resource: Resource, field: Field, how: string): WebserviceFailure {
  const type = resource.node.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return new WebserviceFailure(400, [84, `Validation error: "Property ${type}->${field.name} ${how}"`]);
}

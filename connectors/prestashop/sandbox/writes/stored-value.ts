import { columnText } from '../column-text.ts';
import { initialValue, type Field } from '../resources/index.ts';
import type { LocalizedValue } from '../state.ts';

/** What a JSON list will show for a value after it went through the database column. */
export function storedValue(field: Field, value: unknown, languages: readonly number[]): unknown {
  if (field.kind === 'lang') return storedTexts(value, languages);
  if (value === null || value === undefined || value === '') return initialValue(field);
  const text = columnText(value);
  switch (field.kind) {
    case 'int':
      return Number.parseInt(text, 10) || 0;
    case 'bool':
      return truthy(text) ? '1' : initialValue({ ...field, kind: 'bool' });
    case 'dec2':
    case 'dec3':
    case 'dec6':
    case 'dec8':
      return (Number.parseFloat(text) || 0).toFixed(Number(field.kind.slice(3)));
    case 'date':
      return text.slice(0, 10);
    default:
      return text;
  }
}

const truthy = (text: string): boolean => text !== '' && text !== '0' && text !== 'false';

function storedTexts(value: unknown, languages: readonly number[]): LocalizedValue[] {
  const sent = Array.isArray(value) ? (value as LocalizedValue[]) : undefined;
  const everywhere = typeof value === 'string' ? value : '';
  return languages.map((id) => ({
    id,
    value: sent?.find((text) => text.id === id)?.value ?? (sent ? '' : everywhere),
  }));
}

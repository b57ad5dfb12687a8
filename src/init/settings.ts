import { z } from 'zod';
import type { Connector } from '#sdk';

/** What a connector must be told, by the schema of its settings. */
export interface KnownSettings {
  /** Keys at the top without which it does not work. */
  required: string[];
  /** Of keys with a fixed set of values: those. */
  choices: Readonly<Record<string, readonly string[]>>;
}

export function settingsOf({ settings }: Connector): KnownSettings {
  const schema = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  const properties = schema.properties ?? {};
  const choices = Object.entries(properties).flatMap(([key, value]) => {
    const options = typeof value === 'object' ? value.enum?.filter((one) => typeof one === 'string') : undefined;
    return options && options.length > 0 ? [[key, options] as const] : [];
  });
  return { required: schema.required ?? [], choices: Object.fromEntries(choices) };
}

/** The environment variable of a brick's secret: SHOP_FR_KEY. */
export function variableOf(brick: string, key: string): string {
  return `${brick}_${key}`
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

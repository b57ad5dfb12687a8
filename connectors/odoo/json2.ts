import type { BrickHttp, JsonValue } from '#sdk';
import { brokenAnswer } from './errors.ts';
import { isReading } from './methods.ts';
import type { Caller } from './odoo.ts';
import type { OdooSettings } from './settings.ts';

/** `/json/2/<model>/<method>`: from Odoo 19 on. @see https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
export function json2Caller(http: BrickHttp, { database, key }: OdooSettings): Caller {
  return async ({ model, method, args }, signal) => {
    const { body } = await http.text({
      method: 'POST',
      path: `json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`,
      headers: { Authorization: `bearer ${key}`, 'X-Odoo-Database': database },
      body: JSON.stringify(args),
      idempotent: isReading(method),
      ...(signal ? { signal } : {}),
    });
    try {
      return JSON.parse(body) as JsonValue;
    } catch {
      throw brokenAnswer(model, 'it is no JSON');
    }
  };
}

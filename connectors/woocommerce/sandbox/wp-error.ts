import type { JsonObject } from '#sdk';

/** A refusal in WordPress's own form. */
export class WpError extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: JsonObject;

  constructor(code: string, message: string, status: number, data: JsonObject = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.data = data;
  }

  body(): JsonObject {
    return { code: this.code, message: this.message, data: { status: this.status, ...this.data } };
  }
}

/** A parameter of the wrong form: `details` by parameter. */
export function invalidParams(
  details: Record<string, { code: string; message: string; data?: JsonObject | null }>,
): WpError {
  const names = Object.keys(details).sort();
  return new WpError('rest_invalid_param', `Invalid parameter(s): ${names.join(', ')}`, 400, {
    params: Object.fromEntries(names.map((name) => [name, details[name]?.message ?? ''])),
    details: Object.fromEntries(
      names.map((name) => [name, { code: '', message: '', ...details[name], data: details[name]?.data ?? null }]),
    ),
  });
}

import fc from 'fast-check';
import { PermanentError } from '../../src/sdk/errors.ts';
import { redactError, redactor } from '../../src/sdk/redact.ts';

const SECRET = 'K3y/with+odd "chars" & é';

describe('redactor', () => {
  const redact = redactor([SECRET]);

  it.each([
    ['as it is', SECRET],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (hex) => hex.toLowerCase())],
    ['form-encoded', new URLSearchParams({ key: SECRET }).toString().slice('key='.length)],
    ['inside JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['inside JSON inside JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
  ])('cuts a secret out: %s', (_, form) => {
    expect(redact(`before ${form} after ${form}`)).toMatch(/^before \[redacted\]=* after \[redacted\]=*$/);
  });

  it('finds a secret in base64 wherever it begins and whatever follows', () => {
    const text = fc.string({ maxLength: 12 });
    const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);
    fc.assert(
      fc.property(text, secret, text, (before, key, after) => {
        const credentials = Buffer.from(`${before}:${key}:${after}`).toString('base64');
        const left = redactor([key])(credentials).split('[redacted]');
        expect(left.length).toBeGreaterThan(1);
      }),
    );
  });

  it('leaves text alone when there is nothing to hide, and values too short to be secrets', () => {
    expect(redactor([])('a 1 b')).toBe('a 1 b');
    expect(redactor(['', '1'])('a 1 b')).toBe('a 1 b');
  });

  it('prefers the longer of two secrets that overlap', () => {
    expect(redactor(['abcdef', 'abcdefghi'])('abcdefghi')).toBe('[redacted]');
  });
});

describe('redactError', () => {
  it('cleans message, stack, detail, causes and inner errors, and keeps the class', () => {
    const inner = new AggregateError([new Error(`inner ${SECRET}`)], `several ${SECRET}`);
    const cause = Object.assign(new Error(`cause ${SECRET}`, { cause: inner }), { config: { headers: [SECRET] } });
    const error = new PermanentError(
      { code: 'X', message: `message ${SECRET}`, remedy: `remedy ${SECRET}`, detail: `detail ${SECRET}` },
      { cause },
    );
    const clean = redactError(error, redactor([SECRET]));
    expect(clean).toBeInstanceOf(PermanentError);
    expect(clean.message).toBe('message [redacted]');
    expect(clean.detail).toBe('detail [redacted]');
    expect(clean.stack).not.toContain(SECRET);
    expect(cause.config.headers).toEqual(['[redacted]']);
    expect(cause.stack).not.toContain(SECRET);
    expect((inner.errors[0] as Error).message).toBe('inner [redacted]');
  });

  it('survives errors that contain themselves', () => {
    const error = new Error(SECRET);
    error.cause = error;
    expect(redactError(error, redactor([SECRET])).message).toBe('[redacted]');
  });
});

import { isCoded, RetryableError } from '#sdk';
import { toError } from './errors.ts';

const STOCK = 'api/advanced-stock/product/A%2F1/stocks';
const LIST = 'api/supplier/suppliers?offset=0&limit=10';
const HTML = '<!DOCTYPE html><html><title>Login</title></html>';

describe('an answer that is no success', () => {
  it.each([
    [429, 'Too Many Attempts', LIST, 'BRICK_BUSY', true],
    [400, '{"message":"Too Many Attempts."}', LIST, 'BRICK_BUSY', true],
    [500, '{"message":"Server Error"}', LIST, 'BRICK_SERVER_ERROR', true],
    [503, HTML, LIST, 'BRICK_SERVER_ERROR', true],
    [302, '', LIST, 'BRICK_REDIRECTED', false],
    [404, HTML, LIST, 'BRICK_ADDRESS_WRONG', false],
    [404, HTML, STOCK, 'BRICK_ADDRESS_WRONG', false],
    [404, '{"message":"Not Found"}', LIST, 'BRICK_RESOURCE_ABSENT', false],
    [404, '{"message":"Not Found"}', STOCK, 'BRICK_RECORD_ABSENT', false],
    [400, '{"message":"Produit A non trouvé"}', STOCK, 'BRICK_RECORD_ABSENT', false],
    [400, '{"message":"Bad warehouse"}', STOCK, 'BRICK_QUERY_REFUSED', false],
    [422, '{"errors":{"items.0.sku":["is unknown"]}}', LIST, 'BRICK_QUERY_REFUSED', false],
    [403, '{"message":"Forbidden"}', LIST, 'BRICK_RIGHT_MISSING', false],
    [422, '{"errors":{"username":["is wrong"]}}', 'api/auth/token', 'BRICK_LOGIN_REFUSED', false],
  ])('%i %s to %s is %s', (status, body, path, code, mayPass) => {
    const error = toError({ status, headers: {}, body }, { path });
    expect(isCoded(error) && error.code).toBe(code);
    expect(error instanceof RetryableError).toBe(mayPass);
  });

  it("keeps the vendor's words for operators, and a page out of them", () => {
    const detail = (body: string): string | undefined => {
      const error = toError({ status: 422, headers: {}, body }, { path: LIST });
      return isCoded(error) ? error.detail : undefined;
    };
    expect(detail('{"errors":{"items.0.sku":["is unknown","is empty"]}}')).toBe(
      'HTTP 422 · items.0.sku: is unknown, is empty',
    );
    expect(detail(HTML)).toBe('HTTP 422 · a web page');
  });
});

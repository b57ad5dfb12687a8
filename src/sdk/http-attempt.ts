import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { Axios } from 'axios';
import type { BrickRequest, BrickResponse } from './http.ts';
import { lookupBeyondLink } from './http-address.ts';
import { ACCEPTED_ENCODINGS, readBody } from './http-body.ts';
import { networkFailure, timedOut, type Progress } from './http-failure.ts';

const LARGEST_ERROR = 1024 * 1024;

export interface WireOptions {
  secure: boolean;
  headers: Record<string, string>;
  concurrency: number;
  timeoutMs: number;
  maxBytes: number;
  allowLinkLocal: boolean;
  isAnswer(status: number): boolean;
}

export interface Wire {
  /** One request, one answer with any status, read whole; or a failure of ours, or the signal's reason. */
  send(request: BrickRequest, url: string, shown: string): Promise<BrickResponse<Buffer>>;
  close(): void;
}

/** The way over axios, with a pool of connections of its own. */
export function createWire(options: WireOptions): Wire {
  const lookup = options.allowLinkLocal ? {} : { lookup: lookupBeyondLink };
  const pool = { keepAlive: true, maxSockets: options.concurrency, ...lookup };
  const agent = options.secure ? new HttpsAgent(pool) : new HttpAgent(pool);
  // `new Axios` has none of the defaults that guess content types and parse JSON; every status resolves.
  const axios = new Axios({
    adapter: 'http',
    httpAgent: agent,
    httpsAgent: agent,
    responseType: 'stream',
    decompress: false,
    maxRedirects: 0,
    maxBodyLength: Infinity,
    // HTTP_PROXY and the like are not honoured: a brick's key would travel through whatever they name.
    proxy: false,
    headers: { Accept: '*/*', 'User-Agent': 'mortar', 'Accept-Encoding': ACCEPTED_ENCODINGS, ...options.headers },
  });
  return {
    send: (request, url, shown) => sendOnce(axios, options, request, url, shown),
    close: () => agent.destroy(),
  };
}

async function sendOnce(
  axios: Axios,
  options: WireOptions,
  request: BrickRequest,
  url: string,
  shown: string,
): Promise<BrickResponse<Buffer>> {
  request.signal?.throwIfAborted();
  const cancel = new AbortController();
  const abandon = () => cancel.abort();
  const timer = setTimeout(abandon, options.timeoutMs);
  request.signal?.addEventListener('abort', abandon);
  let progress: Progress = 'no answer yet';
  try {
    const response = await axios.request<Readable>({
      url,
      method: request.method ?? 'GET',
      data: asData(request.body),
      signal: cancel.signal,
      ...(request.headers && { headers: request.headers }),
    });
    progress = 'reading the answer';
    const hasBody = request.method !== 'HEAD' && response.status !== 204 && response.status !== 304;
    return await readAnswer(response, hasBody, options);
  } catch (error) {
    request.signal?.throwIfAborted();
    throw cancel.signal.aborted ? timedOut(shown, options.timeoutMs, progress) : networkFailure(error, shown, progress);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', abandon);
  }
}

/** axios takes bytes only as a Buffer; this one shares the memory. */
function asData(body: string | Uint8Array | undefined): string | Buffer | undefined {
  return body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : body;
}

interface RawResponse {
  status: number;
  headers: object;
  data: Readable;
}

async function readAnswer(
  response: RawResponse,
  hasBody: boolean,
  options: WireOptions,
): Promise<BrickResponse<Buffer>> {
  const { status } = response;
  const headers = plainHeaders(response.headers);
  const encoding = hasBody ? headers['content-encoding'] : undefined;
  const body = await readBody(
    response.data,
    encoding,
    options.isAnswer(status)
      ? { maxBytes: options.maxBytes, beyond: 'fail' }
      : { maxBytes: Math.min(LARGEST_ERROR, options.maxBytes), beyond: 'cut' },
  );
  return { status, headers, body };
}

function plainHeaders(raw: object): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return headers;
}

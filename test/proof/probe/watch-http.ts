import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { announce } from './announce.ts';

/** Announces requests to the brick when they are on their way and when their answer begins. */
export function watchHttp(): void {
  subscribe('http.client.request.start', (message) => {
    announce(`${nameOf((message as { request: ClientRequest }).request)}:asked`);
  });
  subscribe('http.client.response.finish', (message) => {
    announce(`${nameOf((message as { request: ClientRequest }).request)}:answered`);
  });
}

function nameOf({ method, path }: ClientRequest): string {
  if (method !== 'GET' && method !== 'HEAD') return 'write';
  if (path.includes('/images/')) return 'image';
  return /display=(\[|%5B)id(\]|%5D)/.test(path) ? 'ids' : 'list';
}

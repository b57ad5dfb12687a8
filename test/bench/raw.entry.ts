import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { childOptions, tell, untilDismissed } from './children.ts';

/** Sends the same bytes to every request: what HTTP alone costs. */
const { body } = childOptions<{ body: string }>();
const bytes = Buffer.from(body);
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
  });
});
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
await untilDismissed();
server.closeAllConnections();
server.close();

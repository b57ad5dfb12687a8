import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, parse, type ExecutionArgs, type FormattedExecutionResult } from 'graphql';
import { handleProtocols, makeServer, type Context } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { refuse } from '../../roles/graph/index.ts';
import { bearerOf, stillKnown, tooOften, type StillKnown } from '../bearer.ts';
import type { Door } from '../door.ts';
import { LARGEST_BODY } from '../limits.ts';
import type { TokenAuth } from '../options.ts';
import { AS_OF } from '../past/index.ts';
import type { Carriers } from './carriers.ts';
import type { Perform } from './operations.ts';
import { CLOSE, SocketCarrier } from './socket-carrier.ts';

export interface WebSocketOptions {
  perform: Perform;
  auth: TokenAuth;
  door: Door;
  carriers: Carriers;
  log: Logger;
}

type Extra = { carrier: SocketCarrier; request: IncomingMessage; stillKnown: StillKnown | null };
type LiveContext = Context<Record<string, unknown>, Extra>;

const PATH = '/graphql';
const TOO_OFTEN = 'This token asks too often';
const TOKEN_WANTED = 'Give an access token: { authorization: "Bearer …" }';
/** Operations under way on one connection. */
const MOST_OPERATIONS = 100;
/** graphql-ws wants a document to tell subscriptions by; what was really asked is performed already. */
const PERFORMED = parse('subscription { performed }');

/** graphql-ws at `/graphql`. The token comes with the connection: `connectionParams: { authorization: 'Bearer …' }`. */
export function serveWebSocket(server: Server, options: WebSocketOptions): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_BODY, handleProtocols });
  const protocol = protocolOf(options);
  const opened = (socket: WebSocket, request: IncomingMessage): void => {
    const carrier = new SocketCarrier(socket, options);
    options.carriers.add(carrier);
    const closed = protocol.opened(carrier, { carrier, request, stillKnown: null });
    socket.once('close', (code, reason) => {
      options.carriers.remove(carrier);
      void closed(code, String(reason));
    });
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // What comes over the network is no address until it is one: it is compared, not parsed.
    if (request.url?.split('?')[0] !== PATH) return turnAway(socket, '404 Not Found');
    if (request.headers[AS_OF] !== undefined) return turnAway(socket, '400 Bad Request');
    if (!options.carriers.hasRoom(null)) return turnAway(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (accepted) => opened(accepted, request));
  });
}

/** Nobody listens to a socket that is being upgraded: an error of it would end the process. */
function turnAway(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}

function protocolOf({ perform, auth, door, carriers }: WebSocketOptions) {
  return makeServer<Record<string, unknown>, Extra>({
    async onConnect(context) {
      const { extra } = context;
      const token = tokenOf(context);
      const admission = await door.admit(token, extra.request, null);
      const { viewer } = admission;
      if (viewer === null) {
        const isOften = admission.refusal === 'RATE_LIMITED';
        extra.carrier.close(isOften ? CLOSE.later : CLOSE.unauthorized, isOften ? TOO_OFTEN : TOKEN_WANTED);
      } else if (!carriers.hasRoom(viewer.name)) extra.carrier.close(CLOSE.later, 'Too many connections of this token');
      else {
        extra.stillKnown = stillKnown(auth, token, viewer);
        extra.carrier.belongsTo(viewer.name, extra.stillKnown);
        return true;
      }
      return false;
    },
    async onSubscribe({ extra: { carrier, request, stillKnown: ask }, subscriptions }, _id, payload) {
      if (ask === null) throw new Error('An operation came before its token');
      const viewer = await ask();
      if (viewer === null) {
        carrier.revoke();
        return [refuse('UNAUTHENTICATED', TOKEN_WANTED)];
      }
      if (Object.keys(subscriptions).length > MOST_OPERATIONS) {
        return [refuse('TOO_MANY_SUBSCRIPTIONS', `A connection carries ${MOST_OPERATIONS} operations at once.`)];
      }
      const retryAfter = door.again(viewer, request);
      if (retryAfter !== null) return [tooMany(retryAfter)];
      const performed = await perform(payload, viewer);
      if ('answer' in performed && performed.answer.data === undefined) return toErrors(performed.answer);
      const contextValue = 'answer' in performed ? performed.answer : performed.events;
      return { document: PERFORMED, contextValue } as unknown as ExecutionArgs;
    },
    subscribe: ({ contextValue }) => contextValue as never,
    // They are formatted and masked already.
    onNext: (_context, _id, _payload, _args, result) => result as never,
  });
}

function tooMany(retryAfter: number): GraphQLError {
  const extensions = { code: 'RATE_LIMITED', retryAfter };
  return new GraphQLError(tooOften(retryAfter), { extensions });
}

function tokenOf({ connectionParams, extra }: LiveContext): string | null {
  const { authorization = connectionParams?.['Authorization'] } = connectionParams ?? {};
  return bearerOf(typeof authorization === 'string' ? authorization : extra.request.headers.authorization);
}

function toErrors({ errors = [] }: FormattedExecutionResult): GraphQLError[] {
  return errors.map(({ message, extensions }) => new GraphQLError(message, { extensions: { ...extensions } }));
}

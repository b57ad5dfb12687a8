import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** A server under load, and what it is asked. */
export interface Target {
  port: number;
  path: string;
  token: string | null;
  body: string;
}

export interface Round {
  requests: number;
  requestsPerSecond: number;
  /** Share of the time during which the client itself was at work: near 1, it is the client that is measured. */
  clientBusy: number;
}

const HEAD_END = '\r\n\r\n';

/** Asks over some kept-alive connections, each waiting for its answer before it asks again, for so long. */
export async function loadRound(target: Target, connections: number, ms: number): Promise<Round> {
  const request = requestOf(target);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(target.port)));
  const before = performance.eventLoopUtilization();
  const start = performance.now();
  try {
    const answered = await Promise.all(sockets.map((socket) => askUntil(socket, request, start + ms)));
    const seconds = (performance.now() - start) / 1000;
    const requests = answered.reduce((sum, count) => sum + count, 0);
    return {
      requests,
      requestsPerSecond: requests / seconds,
      clientBusy: performance.eventLoopUtilization(before).utilization,
    };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** One request by the way that browsers take; its body. */
export async function ask({ port, path, token, body }: Target): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`Port ${port} answered ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

function requestOf({ port, path, token, body }: Target): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(token === null ? [] : [`authorization: Bearer ${token}`]),
  ];
  return Buffer.from(`${lines.join('\r\n')}${HEAD_END}${body}`);
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/**
 * A client of few lines on a bare socket: Node's own would cost as much as the fastest server here and be measured
 * with it. It reads the head for status and length, counts bytes, and refuses all that it does not expect.
 */
function askUntil(socket: Socket, request: Buffer, deadline: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    let missing = 0;
    let head = '';
    const fail = (message: string): void => {
      socket.destroy();
      reject(new Error(message));
    };
    socket.on('error', reject);
    socket.on('close', () => fail('The server closed the connection under load.'));
    socket.on('data', (chunk: Buffer) => {
      if (missing === 0) {
        head += chunk.toString('latin1');
        const end = head.indexOf(HEAD_END);
        if (end < 0) return;
        const length = /^HTTP\/1\.1 200 [^]*\r\ncontent-length: *(\d+)\r\n/i.exec(head.slice(0, end + 2))?.[1];
        if (length === undefined) return fail(`Not an answer that can be counted: ${head.slice(0, 300)}`);
        missing = Number(length) - (head.length - end - HEAD_END.length);
        head = '';
      } else missing -= chunk.length;
      if (missing > 0) return;
      if (missing < 0) return fail('The answer is longer than its head says.');
      answered += 1;
      if (performance.now() < deadline) socket.write(request);
      else {
        socket.removeAllListeners();
        resolve(answered);
      }
    });
    socket.write(request);
  });
}

import { alertsSchema } from '../../src/config/alerts.schema.ts';
import { letterDelivery } from '../../src/hub/letters.ts';
import { PermanentError } from '#sdk';
import { writeLetters, type Deliver, type Letter, type LettersOrder } from '../../src/recovery/salvage/index.ts';
import { filled } from '../../src/recovery/salvage/letters/texts.ts';
import { aMailServer, PASSWORD, USER } from '../alerts/receivers.ts';
import { openSalvageHub, type SalvageHub } from '../stories/salvage-hub.ts';
import { confirmation, mailedOrders, mbox, rawMail, shippedMail } from './shop-mails.ts';

const ORDERS = mailedOrders(6);
let place: SalvageHub;
let letters: Letter[];
beforeEach(async () => {
  letters = [];
  place = await openSalvageHub();
  const [first] = ORDERS;
  if (!first) throw new Error('no orders');
  const over = await rawMail({
    subject: 'Votre commande a été annulée',
    to: first.email,
    date: new Date('2024-07-30T00:00:00Z'),
    text: `Votre commande ayant pour référence ${first.reference} a été annulée.`,
  });
  const box = mbox([
    ...(await Promise.all(ORDERS.map((order) => confirmation(order)))),
    over,
    await shippedMail(first),
  ]);
  await place.run([await place.file('INBOX', box, '2024-08-01T00:00:00Z')], { apply: true });
});
afterEach(() => place.close());

const taken: Deliver = (letter) => {
  letters.push(letter);
  return Promise.resolve();
};

function write(order: Partial<LettersOrder> = {}, deliver: Deliver = taken) {
  const { mirror, sync } = place.hub;
  const brick = () => sync.bricks().map((view) => view.brick)[0] ?? null;
  const lock = () => mirror.lockBrick('#letters');
  const now = (): Date => new Date('2024-08-02T00:00:00Z');
  const pause = () => Promise.resolve();
  const { reader, writer } = mirror;
  return writeLetters({ reader, writer, brick, now, deliver, pause, lock }, { apply: true, ...order });
}

it('a dry run says to whom, in their language, and sends nothing', async () => {
  const report = await write({ apply: false });
  // The first order was cancelled.
  expect(report.letters.map(({ to, state }) => `${to} ${state}`)).toEqual(
    ORDERS.slice(1).map(({ email }) => `${email} due`),
  );
  expect(letters).toEqual([]);
});

it('each buyer gets one letter, and never a second one', async () => {
  expect((await write()).letters.every(({ state }) => state === 'sent')).toBe(true);
  expect(letters.map(({ to }) => to)).toEqual(ORDERS.slice(1).map(({ email }) => email));
  expect(letters[0]).toMatchObject({ subject: `Votre commande ${ORDERS[1]?.reference ?? ''}` });
  expect(letters[2]).toMatchObject({ subject: `Your order ${ORDERS[3]?.reference ?? ''}` });
  await place.restart();
  const again = await write();
  expect([again.letters, again.before]).toEqual([[], 5]);
  expect(letters).toHaveLength(5);
});

it('a letter that was begun when the hub ended is for a person, and is not sent again', async () => {
  const { promise: begun, resolve: isBegun } = Promise.withResolvers<void>();
  const cut = write({}, async (letter) => {
    if (letters.length < 2) return taken(letter);
    isBegun();
    return new Promise<void>(() => undefined);
  });
  await begun;
  void cut;
  await place.restart();
  const report = await write();
  expect(report.unknown).toEqual([ORDERS[3]?.reference]);
  expect(report.before).toBe(2);
  expect(new Set(letters.map(({ to }) => to)).size).toBe(letters.length);
  expect(letters.map(({ to }) => to)).not.toContain(ORDERS[3]?.email);
  expect(letters).toHaveLength(4);
});

it('what the server refuses is sent the next time; what breaks off is not', async () => {
  const refuse = () => Promise.reject(new PermanentError({ code: 'NO', message: 'No.', remedy: 'Later.' }));
  const refused = await write({}, refuse);
  expect(refused).toMatchObject({ stopped: { code: 'NO' }, unknown: [] });
  const broken = await write({}, () => Promise.reject(new Error('socket hang up')));
  expect(broken).toMatchObject({ stopped: { code: 'SALVAGE_LETTER_UNKNOWN' }, unknown: [ORDERS[1]?.reference] });
  expect((await write()).letters).toHaveLength(4);
});

it('a test goes to its address and marks nothing', async () => {
  await write({ test: 'me@example.org' });
  expect(letters.map(({ to }) => to)).toEqual(['me@example.org']);
  expect((await write({ apply: false })).letters).toHaveLength(5);
});

it('two at once are refused', async () => {
  const release = await place.hub.mirror.lockBrick('#letters');
  await expect(write()).rejects.toMatchObject({ code: 'SALVAGE_LETTERS_RUNNING' });
  await release?.();
});

it('what a fact holds is not read as a text, nor breaks a heading', () => {
  const facts = { reference: 'A\r\nBcc: x@y', firstName: '{total}', lastName: '', total: '1 €', date: '' };
  expect(filled({ subject: 'x {reference}', body: '{firstName} {colour}' }, facts)).toEqual({
    subject: 'x A Bcc: x@y',
    body: '{total} {colour}',
  });
});

describe('the mail server of the alerts', () => {
  const letter: Letter = {
    to: 'ada@example.test',
    subject: 'Été',
    text: 'Bonjour',
    messageId: '<salvage.1@mortar.invalid>',
  };

  it('takes letters, and what it refuses is told as not sent', async () => {
    const server = await aMailServer();
    try {
      const mail = { host: '127.0.0.1', port: server.port, tls: 'none', user: USER, password: PASSWORD };
      const people = { from: 'shop@example.test', to: 'staff@example.test' };
      await letterDelivery(alertsSchema.parse({ mail: { ...mail, ...people } }).mail)(letter);
      expect(server.mails.map(({ to }) => to)).toEqual([['ada@example.test']]);
      const wrong = alertsSchema.parse({ mail: { ...mail, ...people, password: 'WRONG' } }).mail;
      await expect(letterDelivery(wrong)(letter)).rejects.toMatchObject({ code: 'SALVAGE_LETTER_REFUSED' });
    } finally {
      await server.close();
    }
  });

  it('is asked for where none is configured', async () => {
    await expect(letterDelivery(undefined)(letter)).rejects.toMatchObject({ code: 'SALVAGE_MAIL_SERVER_MISSING' });
  });
});

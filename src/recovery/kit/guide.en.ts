import type { GuideWords } from './guide.ts';

/** The instructions in English. */
export const guideEn: GuideWords = {
  welcome: [
    { kind: 'title', text: 'Read this first' },
    {
      kind: 'paragraph',
      text: 'With this folder you can sell, pick and deliver without computers. The hub wrote it from its copy of your tools. The foot of every sheet says of when its data is: what happened since is not in it.',
    },
    {
      kind: 'paragraph',
      text: 'It holds personal data: lock it away, do not send it by e-mail, destroy older copies.',
    },
    { kind: 'heading', text: 'What is in it' },
    { kind: 'item', text: '10 and 11: prices and stock, by category and by location.' },
    { kind: 'item', text: '20 to 22: open orders, pick lists, delivery notes.' },
    { kind: 'item', text: '30 and 31: customers and loyalty cards. 40 and 41: suppliers and open purchase orders.' },
    { kind: 'item', text: '50: barcodes of the articles on sale, to scan from the page.' },
    {
      kind: 'item',
      text: 'The same tables as CSV and XLSX, and an HTML page that searches them all without internet: open it in a browser.',
    },
  ],
  incident: [
    { kind: 'title', text: 'When something happens' },
    { kind: 'heading', text: 'The first hour' },
    { kind: 'step', text: 'Note the time, what was seen, and by whom. Photograph the screens.' },
    {
      kind: 'step',
      text: 'Take the machines concerned off the network. Do not switch them off, delete nothing, pay no ransom.',
    },
    { kind: 'step', text: 'Unplug the medium of the backups if it is connected to such a machine.' },
    { kind: 'step', text: 'Call the agency, then the insurer (see Telephones).' },
    { kind: 'step', text: 'Print this kit from a sound machine, or take the last printed copy.' },
    { kind: 'step', text: 'From a sound machine, change the passwords and access keys of every brick.' },
    { kind: 'heading', text: 'Within 72 hours' },
    {
      kind: 'step',
      text: 'Personal data stolen, lost or out of reach: notify the data protection authority (in France the CNIL, notifications.cnil.fr) within 72 hours, unless there is no risk. It may be done in two steps. Keep the register in any case.',
    },
    { kind: 'step', text: 'File a complaint with the police. The insurer may require it within 72 hours.' },
    { kind: 'step', text: 'Tell the customers concerned if the risk for them is high.' },
    { kind: 'heading', text: 'To be noted as it goes' },
    { kind: 'field', label: 'First seen', text: '' },
    { kind: 'field', label: 'Machines concerned', text: '' },
    { kind: 'field', label: 'Who was told', text: '' },
    { kind: 'field', label: 'Complaint number', text: '' },
  ],
  onPaper: [
    { kind: 'title', text: 'Working on paper' },
    {
      kind: 'step',
      text: 'To sell: find the article on sheet 10; write reference, quantity, price with VAT, time and means of payment into a numbered pad. Keep a copy of every ticket.',
    },
    {
      kind: 'step',
      text: 'Write the reference of the article, never its name alone: it is what lets you type it in again.',
    },
    { kind: 'step', text: 'To pick: take sheet 21, tick every line, add the delivery note of sheet 22.' },
    { kind: 'step', text: 'Strike every order that was sent off sheet 20, with the time and the tracking number.' },
    { kind: 'step', text: 'Write every movement of stock on sheet 11: in, out, returned.' },
    { kind: 'step', text: 'Loyalty: write card number and amount; points are added later.' },
    { kind: 'step', text: 'Keep all papers: they will be typed in, and they are accounting records.' },
  ],
  recovery: [
    { kind: 'title', text: 'Getting back to work' },
    { kind: 'paragraph', text: 'These steps are for the agency. The commands are typed on the machine of the hub.' },
    {
      kind: 'step',
      text: 'Take a sound, updated machine with new passwords. Do not restore onto one that was concerned.',
    },
    {
      kind: 'step',
      text: 'Choose the backup: the last verified one from before. Take its private key, which is kept away from the hub.',
    },
    { kind: 'step', text: 'Restore the hub: mortar restore BACKUP --into FOLDER' },
    { kind: 'step', text: 'Check: mortar doctor, then mortar check. Each failure names the command that mends it.' },
    {
      kind: 'step',
      text: 'Bring every brick back by its page below: first its code and its keys (the agency’s folder), then its data from the hub.',
    },
    { kind: 'step', text: 'Read the bricks: mortar sync. Look at what waits for a person before you accept it.' },
    {
      kind: 'step',
      text: 'Type in the paper in this order: orders sent, sales, stock, loyalty. Date every entry by the real day.',
    },
    { kind: 'step', text: 'Write a new kit: mortar kit --into FOLDER, and destroy the old one.' },
  ],
  phones: 'Telephones',
  noPhones:
    'No number is configured: write them below kit.phones in mortar.config.yaml (agency, hosting company, insurer, bank, carriers).',
  bricks: 'Brick',
  roles: { shop: 'web shop', fulfilment: 'fulfilment', 'mass-edit': 'mass edits', till: 'till' },
  holds: {
    shop: 'Articles, texts, images, prices, categories, customers, orders, invoices (their amounts), price lists, carriers.',
    fulfilment: 'Stock by location, orders to pick, shipments, receipts, returns, suppliers and purchase orders.',
    'mass-edit': 'The files of edits and what they changed.',
    till: 'Tickets, closings (Z), loyalty cards, customers and articles of the till.',
  },
  holdsNot: {
    shop: [
      'The shop’s code, its theme and its modules, with their settings and licences.',
      'The payment contracts and their keys (bank, PayPal and so on).',
      'The cookie key (PrestaShop: cookie_key in app/config/parameters.php): without it, no customer’s password is recognised any more.',
      'Customers’ passwords, the domain name, certificates, mailboxes.',
    ],
    fulfilment: [
      'The software itself, its settings and users.',
      'Contracts and keys of carriers, labels already made.',
    ],
    'mass-edit': ['The software itself, its licence and its import templates.'],
    till: [
      'The till’s software, its licence and its certificate (in France: CGI 286 I 3° bis).',
      'The till’s signed fiscal archives: they are kept apart, for six years.',
      'The contract of the payment terminal.',
    ],
  },
  brick: {
    connector: 'Connector',
    plays: 'Role',
    lastRead: 'Read in full',
    never: 'never',
    late: 'late',
    heldBack: (count) => `${count} batch(es) of changes wait for a person and are not in this kit.`,
    isHeld: 'What the hub holds',
    isNotHeld: 'What the hub does not hold',
    dump: 'The agency leaves a copy of it in this folder, to be backed up with the rest:',
    notBackedUp: 'THIS FOLDER IS NOT BACKED UP: add it below backup.include in mortar.config.yaml.',
    noDump:
      'No folder is configured for the agency’s copy: until kit.dumps names one in mortar.config.yaml, nothing of this is backed up.',
    oldDump: 'THIS COPY IS OLDER THAN A MONTH: ask the agency for a new one.',
    emptyDump: 'FOLDER EMPTY OR ABSENT',
    newest: 'copy of',
    access: 'Address, account, contact',
  },
};

import { Encrypter } from 'age-encryption';
import type { AddressFacet, CustomerFacet, InvoiceFacet, OrderFacet } from '#sdk';
import type { FacetReader, RetainedPaper } from '../mirror/index.ts';

/** Of papers of the trade: Code de commerce L123-22. */
const YEARS = 10;

/** An invoice with the legal identity of its buyer: what tax law keeps. */
interface Paper {
  brick: string;
  invoice: InvoiceFacet;
  order: Pick<OrderFacet, 'reference' | 'number' | 'placedAt' | 'lines' | 'totals' | 'payments'>;
  buyer: {
    firstName: string;
    lastName: string;
    company: string | null;
    companyNumber: string | null;
    vatNumber: string | null;
    billingAddress: AddressFacet | null;
  };
}

/** The invoices of a customer in the shops, or those of an order that belongs to no customer. */
export async function papersOf(facets: FacetReader, shops: readonly string[], subject: string): Promise<Paper[]> {
  const papers: Paper[] = [];
  for (const brick of shops) {
    const buyer = (await facets.byIds<CustomerFacet>('Customer', brick, [subject])).get(subject)?.facet;
    for (const { facet: order } of await ordersOf(facets, brick, subject)) {
      const invoices = await facets.byIds<InvoiceFacet>('Invoice', brick, order.invoices);
      for (const { facet: invoice } of invoices.values()) papers.push(paperOf(brick, invoice, order, buyer));
    }
  }
  return papers;
}

/** The orders of a customer in a shop; or the one that is named. */
export async function ordersOf(
  facets: FacetReader,
  brick: string,
  subject: string,
): Promise<{ id: string; facet: OrderFacet }[]> {
  if (isOrder(subject)) return [...(await facets.byIds<OrderFacet>('Order', brick, [subject])).values()];
  return (await facets.byColumn<OrderFacet>('Order', brick, 'customer', [subject])).get(subject) ?? [];
}

/** Whether who is to be erased is known by an order only. */
export function isOrder(subject: string): boolean {
  return subject.startsWith('order_');
}

function paperOf(brick: string, invoice: InvoiceFacet, order: OrderFacet, buyer: CustomerFacet | undefined): Paper {
  const { reference, number, placedAt, lines, totals, payments, billingAddress } = order;
  return {
    brick,
    invoice,
    order: { reference, number, placedAt, lines, totals, payments },
    buyer: {
      firstName: billingAddress?.firstName ?? buyer?.firstName ?? '',
      lastName: billingAddress?.lastName ?? buyer?.lastName ?? '',
      company: billingAddress?.company ?? buyer?.company ?? null,
      companyNumber: buyer?.companyNumber ?? null,
      vatNumber: billingAddress?.vatNumber ?? buyer?.vatNumber ?? null,
      billingAddress,
    },
  };
}

/** Encrypts papers to the owner's keys: `age --decrypt` opens them, the hub does not. */
export async function sealPapers(
  papers: readonly Paper[],
  recipients: readonly string[],
  now: Date,
): Promise<RetainedPaper[]> {
  const sealed: RetainedPaper[] = [];
  for (const paper of papers) {
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    const until = new Date(paper.invoice.issuedAt ?? now);
    until.setUTCFullYear(until.getUTCFullYear() + YEARS);
    sealed.push({
      brick: paper.brick,
      number: paper.invoice.number,
      keepUntil: until.toISOString(),
      sealed: await encrypter.encrypt(JSON.stringify(paper)),
    });
  }
  return sealed;
}

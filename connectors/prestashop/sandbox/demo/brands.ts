import type { Draft } from './draft.ts';
import { add, flag } from './draft.ts';
import { blank, localized, slug } from './localized.ts';
import { BRANDS, SUPPLIERS } from './texts/brands.ts';
import { countryId } from './texts/places.ts';

/** An address of a brand or supplier: the shop's own correspondents. */
function addBusinessAddress(
  draft: Draft,
  owner: { manufacturer?: number; supplier?: number },
  place: { company: string; city: string; postcode: string; country: string },
): number {
  return add(draft, 'addresses', {
    id_customer: 0,
    id_manufacturer: owner.manufacturer ?? 0,
    id_supplier: owner.supplier ?? 0,
    id_country: countryId(place.country),
    id_state: 0,
    id_warehouse: 0,
    alias: owner.supplier ? 'supplier' : 'manufacturer',
    company: place.company,
    lastname: 'Service commercial',
    firstname: 'Service commercial',
    vat_number: '',
    address1: '1 zone artisanale',
    address2: '',
    postcode: place.postcode,
    city: place.city,
    other: '',
    phone: '0400000000',
    phone_mobile: '',
    dni: '',
    deleted: '0',
    date_add: draft.installedOn,
    date_upd: draft.installedOn,
  });
}

/** Manufacturers and suppliers; the last brand is one that the shop gave up. */
export function addBrands(draft: Draft): void {
  const dates = { date_add: draft.installedOn, date_upd: draft.installedOn };
  BRANDS.forEach(({ name }, index) => {
    const address =
      index < 2
        ? addBusinessAddress(
            draft,
            { manufacturer: index + 1 },
            { company: name, city: 'Annecy', postcode: '74000', country: 'FR' },
          )
        : 0;
    add(draft, 'manufacturers', {
      active: flag(index < BRANDS.length - 1),
      link_rewrite: slug(name),
      name,
      ...dates,
      description: localized([
        `<p>${name} équipe les marcheurs au long cours depuis trois générations.</p>`,
        `<p>${name} has fitted out long-distance walkers for three generations.</p>`,
        `<p>${name} equipa a los caminantes desde hace tres generaciones.</p>`,
      ]),
      short_description: blank(),
      meta_title: localized([name, name, name]),
      meta_description: blank(),
      ...(address ? { associations: { addresses: [{ id: address }] } } : {}),
    });
  });
  SUPPLIERS.forEach((supplier, index) => {
    addBusinessAddress(draft, { supplier: index + 1 }, { ...supplier, company: supplier.name });
    const texts = { description: blank(), meta_title: blank(), meta_description: blank() };
    add(draft, 'suppliers', {
      link_rewrite: slug(supplier.name),
      name: supplier.name,
      active: '1',
      ...dates,
      ...texts,
    });
  });
}

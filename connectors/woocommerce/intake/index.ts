/**
 * How an empty shop is filled from facets of whichever vendor: what others refer to first. Each thing bears a mark, or
 * is told by a code, an e-mail or its place, so that a try which was cut off is found again.
 */
import type { BrickIntake } from '#sdk';
import type { Media } from '../media.ts';
import { text } from '../record.ts';
import type { Rest } from '../rest.ts';
import { categoryStage } from './category.stage.ts';
import { customerStage } from './customer.stage.ts';
import { carrierStage } from './carrier.stage.ts';
import { expected } from './expected.ts';
import { countryStage, currencyStage, priceListStage } from './market.stages.ts';
import { variantStage } from './variant.stage.ts';
import { orderStage } from './order.stage.ts';
import { productStage } from './product.stage.ts';
import { publicPlaces } from './public-places.ts';
import { contents, rights } from './rights.ts';
import { openTarget } from './target.ts';

export function wooIntake(rest: Rest, media: Media | null, home: string): BrickIntake {
  const target = openTarget(rest, media);
  return {
    contents: () => contents(rest),
    rights: () => rights(rest, media),
    facets: {
      stages: [
        currencyStage(target),
        countryStage(target),
        priceListStage(target),
        carrierStage(target),
        categoryStage(target),
        productStage(target),
        variantStage(),
        customerStage(target),
        orderStage(target),
      ],
      expected: expected({ pictures: media !== null }),
    },
    // What WordPress itself has, whatever the shop's pages are called.
    passwordPage: `${home}wp-login.php?action=lostpassword`,
    places: (type, ids, records) => publicPlaces({ type, ids }, records),
    async publicPage(type, externalId) {
      if (type !== 'Product' && type !== 'Variant') return null;
      return text(await rest.get(`products/${externalId.split('-')[0] ?? ''}`, { _fields: 'permalink' }), 'permalink');
    },
  };
}

import { childOptions, tell, untilDismissed } from './children.ts';
import { startShop } from './shop-hub.ts';

/** A shop in a process of its own, so that its memory is not counted as the hub's. */
const { products } = childOptions<{ products: number }>();
const shop = await startShop(products);
tell({ url: shop.url, key: shop.key });
await untilDismissed();
await shop.close();

import { judge } from './judged.ts';

judge('woocommerce');

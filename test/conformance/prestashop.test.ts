import { judge } from './judged.ts';

judge('prestashop');

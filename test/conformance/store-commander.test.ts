import { judge } from './judged.ts';

judge('store-commander');

import { judge } from './judged.ts';

judge('myfulfillment');

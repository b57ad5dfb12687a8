import { judge } from './judged.ts';

judge('odoo');

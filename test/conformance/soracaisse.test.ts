import { judge } from './judged.ts';

judge('soracaisse');

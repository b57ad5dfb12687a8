import type { Draft } from './draft.ts';
import { listOf } from './draft.ts';
import type { Canvas, Rgb } from './png.ts';
import { encodePng } from './png.ts';
import type { ProductPlan } from './product-plan.ts';
import type { Random } from './random.ts';
import { randomFor } from './random.ts';
import { CATEGORIES } from './texts/categories.ts';

const SIDE = 400;
const SHADES = 16;

/** A colour of the wheel at a lightness, both from 0 to 1. */
function colour(hue: number, lightness: number): Rgb {
  const channel = (shift: number) => {
    const wave = Math.abs((((hue + shift) * 6) % 6) - 3) - 1;
    return Math.round(
      255 * (lightness + (Math.min(1, Math.max(0, wave)) - 0.5) * 0.5 * (1 - Math.abs(2 * lightness - 1))),
    );
  };
  return [channel(0), channel(2 / 3), channel(1 / 3)];
}

/** A sky of sixteen shades, then the ridge and the article in front of it. */
function paletteOf(hue: number): Rgb[] {
  const sky = Array.from({ length: SHADES }, (_, shade) => colour(hue, 0.6 + (0.35 * shade) / SHADES));
  return [...sky, colour(hue, 0.35), colour((hue + 0.45) % 1, 0.5), colour((hue + 0.5) % 1, 0.75)];
}

function fillRow(canvas: Canvas, y: number, from: number, to: number, shade: number): void {
  if (y < 0 || y >= canvas.height) return;
  const start = y * canvas.width;
  canvas.pixels.fill(shade, start + Math.max(0, from), start + Math.min(canvas.width, Math.max(0, to)));
}

/** A mountain, and before it a tent, a disc or a box. */
function drawScene(canvas: Canvas, random: Random): void {
  const peak = random.int(120, 280);
  const top = random.int(60, 140);
  const shape = random.int(0, 2);
  const size = random.int(60, 95);
  const [cx, cy] = [random.int(140, 260), random.int(240, 280)];
  for (let y = 0; y < SIDE; y++) {
    fillRow(canvas, y, 0, SIDE, Math.min(SHADES - 1, Math.floor((y * SHADES) / SIDE)));
    if (y > top) fillRow(canvas, y, peak - (y - top), peak + (y - top), SHADES);
    const dy = y - cy;
    if (Math.abs(dy) > size) continue;
    const half = shape === 0 ? (dy + size) / 2 : shape === 1 ? Math.sqrt(size * size - dy * dy) : size;
    fillRow(canvas, y, Math.round(cx - half), Math.round(cx + half), SHADES + 1);
    fillRow(canvas, y, Math.round(cx - half / 4), Math.round(cx + half / 4), SHADES + 2);
  }
}

function picture(random: Random, hue: number): Uint8Array {
  const canvas = { width: SIDE, height: SIDE, palette: paletteOf(hue), pixels: new Uint8Array(SIDE * SIDE) };
  drawScene(canvas, random);
  return encodePng(canvas);
}

const hueOf = (category: string): number => CATEGORIES.findIndex(({ key }) => key === category) / CATEGORIES.length;

/** One to three pictures in the colours of the product's category; ids run through the whole shop. */
export function addProductImages(draft: Draft, plan: ProductPlan): { id: number }[] {
  if (!draft.withImages) return [];
  // A stream of its own: a shop without images is the same shop otherwise.
  const random = randomFor(draft.seed, `images of product ${plan.id}`);
  return Array.from({ length: random.int(1, 3) }, () => {
    const id = ++draft.lastImage;
    draft.images[`products/${plan.id}/${id}`] = picture(random, hueOf(plan.kind.category));
    return { id };
  });
}

/** One picture for each category that customers see. */
export function addCategoryImages(draft: Draft): void {
  if (!draft.withImages) return;
  const random = randomFor(draft.seed, 'category images');
  for (const { id } of listOf(draft, 'categories')) {
    if (id > 2) draft.images[`categories/${id}`] = picture(random, (id - 3) / CATEGORIES.length);
  }
}

import type { Image, IntakeContext } from '#sdk';
import type { Target } from './target.ts';
import { pick } from './words.ts';

interface Naming {
  name: string;
  context: IntakeContext;
}

/** The media numbers of an owner's pictures, the cover first. Without a WordPress user there are none. */
export async function picturesOf(target: Target, images: readonly Image[], naming: Naming): Promise<number[]> {
  const ordered = [...images].sort(
    (one, other) => Number(other.cover) - Number(one.cover) || one.position - other.position,
  );
  const found: number[] = [];
  for (const image of ordered) {
    const id = await uploaded(target, image, naming);
    if (id !== null) found.push(id);
  }
  return found;
}

export async function coverOf(target: Target, images: readonly Image[], naming: Naming): Promise<number | null> {
  return (await picturesOf(target, images.slice(0, 1), naming))[0] ?? null;
}

/** The same bytes are one file: its name is made of their hash, and it is looked for before it is sent. */
async function uploaded(
  target: Target,
  { sha256, url, alt }: Image,
  { name, context }: Naming,
): Promise<number | null> {
  const { media } = target;
  if (!media || sha256 === null) return null;
  const slug = `mortar-${sha256.slice(0, 24)}`;
  const known = await media.find(slug, context.signal);
  if (known !== null) return known;
  const bytes = await context.blob(sha256);
  if (!bytes) return null;
  const { shop } = await target.shop(context.signal);
  const end = /\.([a-z]+)$/.exec(url ?? '')?.[1] ?? 'jpg';
  return media.upload({ slug, end, bytes, title: name, alt: pick(alt, shop.language) }, context.signal);
}

import type { PublishedEvent } from "../../lib/articles/events.ts";
import type { StoredPhoto } from "../../lib/photos/items.ts";
import { type Html, html, nothing } from "../shared/html.ts";
import { photoPath } from "./addresses.ts";
import { type Words, words } from "./texts.ts";

/** How wide the pictures are laid out (style.ts), for the browser's choice among renditions. */
const heroSizes = "(min-width: 72rem) 67rem, 92vw";
const gallerySizes = "(min-width: 72rem) 33rem, (min-width: 40rem) 45vw, 92vw";

/** The largest rendition: what a picture is shown as, and its link leads to. */
export const largestOf = ({ renditions }: StoredPhoto) => [...renditions].sort((a, b) => b.width - a.width)[0];

/** The first photo, above the text: it is loaded at once, and its place is kept until it is there. */
export const hero = ({ article, photos: [first] }: PublishedEvent): Html =>
  first ? html`<div class="hero">${figure(article.slug, first, 1, words[article.language], heroSizes)}</div>` : nothing;

/** The other photos in their order. */
export const gallery = ({ article, photos: [, ...others] }: PublishedEvent): Html => {
  if (others.length === 0) return nothing;
  const say = words[article.language];
  return html`<section class="part" aria-labelledby="photos"><h2 id="photos">${say.photos}</h2><div class="gallery">
${others.map((photo, i) => figure(article.slug, photo, i + 2, say, gallerySizes))}</div></section>`;
};

const figure = (slug: string, photo: StoredPhoto, number: number, say: Words, sizes: string): Html => {
  const shown = largestOf(photo);
  if (!shown) return nothing;
  const { id, caption, credit } = photo.record;
  const source = (name: string) => photoPath(slug, id, name);
  const srcset = photo.renditions.map(({ name, width }) => `${source(name)} ${width}w`).join(", ");
  const alt = caption ?? `${say.photo} ${number}`;
  const loading = number === 1 ? html`fetchpriority="high"` : html`loading="lazy"`;
  return html`<figure><a href="${source(shown.name)}"><img src="${source(shown.name)}" srcset="${srcset}" sizes="${sizes}" width="${shown.width}" height="${shown.height}" alt="${alt}" decoding="async" ${loading}></a>${captioned(caption, credit, say)}</figure>
`;
};

const captioned = (caption: string | undefined, credit: string | undefined, say: Words): Html => {
  if (caption === undefined && credit === undefined) return nothing;
  const by = credit === undefined ? nothing : html` <span class="credit">${say.credit}: ${credit}</span>`;
  return html`<figcaption>${caption ?? ""}${by}</figcaption>`;
};

import type { PublishedEvent } from "../../lib/articles/events.ts";
import type { StoredPhoto } from "../../lib/photos/schema.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { photoPath } from "./paths.ts";
import { type PageTexts, texts } from "./texts.ts";

/** The `sizes` of pictures, as laid out by style.ts. */
const heroSizes = "(min-width:72rem) 67rem,92vw";
const gallerySizes = "(min-width:72rem) 33rem,(min-width:40rem) 45vw,92vw";

/** The largest rendition: the `src` and the link of a picture. */
export const largestOf = ({ renditions }: StoredPhoto) => [...renditions].sort((a, b) => b.width - a.width)[0];

/** The first photo, above the text; it is loaded eagerly. */
export const hero = ({ article, photos: [first] }: PublishedEvent): Html =>
  first ? html`<div class="hero">${figure(article.slug, first, 1, texts[article.language], heroSizes)}</div>` : empty;

/** The other photos in their order. */
export const gallery = ({ article, photos: [, ...others] }: PublishedEvent): Html => {
  if (others.length === 0) return empty;
  const text = texts[article.language];
  return html`<section class="part" aria-labelledby="photos"><h2 id="photos">${text.photos}</h2><div class="gallery">
${others.map((photo, i) => figure(article.slug, photo, i + 2, text, gallerySizes))}</div></section>`;
};

const figure = (slug: string, photo: StoredPhoto, number: number, text: PageTexts, sizes: string): Html => {
  const shown = largestOf(photo);
  if (!shown) return empty;
  const { id, caption, credit } = photo.record;
  const source = (name: string) => photoPath(slug, id, name);
  const srcset = photo.renditions.map(({ name, width }) => `${source(name)} ${width}w`).join(", ");
  const alt = caption ?? `${text.photo} ${number}`;
  const loading = number === 1 ? html`fetchpriority="high"` : html`loading="lazy"`;
  return html`<figure><a href="${source(shown.name)}"><img src="${source(shown.name)}" srcset="${srcset}" sizes="${sizes}" width="${shown.width}" height="${shown.height}" alt="${alt}" decoding="async" ${loading}></a>${captioned(caption, credit, text)}</figure>
`;
};

const captioned = (caption: string | undefined, credit: string | undefined, text: PageTexts): Html => {
  if (caption === undefined && credit === undefined) return empty;
  const by = credit === undefined ? empty : html` <span class="credit">${text.credit}: ${credit}</span>`;
  return html`<figcaption>${caption ?? ""}${by}</figcaption>`;
};

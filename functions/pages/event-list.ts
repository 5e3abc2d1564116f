import type { CoveredEvent, ListedEvent } from "../../lib/articles/event-lists.ts";
import type { Article } from "../../lib/articles/schema.ts";
import type { StoredPhoto } from "../../lib/photos/schema.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { dayText, excerpt } from "./format.ts";
import { eventPath, photoPath, sectionPath } from "./paths.ts";

/** Characters of a lead that a list shows. */
const leadLength = 280;

/** An event in the list of all sections, under a heading of the second level. */
export const eventListItem = ({
  article,
  date,
  cover,
}: CoveredEvent): Html => html`<li lang="${article.language}"${cover ? html` class="cover"` : empty}>${cover ? picture(article, cover) : empty}<div>
<h2><a href="${eventPath(article)}">${article.headline}</a></h2>
<p class="small"><time datetime="${date}">${capital(dayText(date, article.language))}</time> · <a href="${sectionPath(article.section)}">${article.section}</a></p>
${article.lead === undefined ? empty : html`<p>${excerpt(article.lead, leadLength)}</p>`}</div></li>
`;

/** Decorative: the headline next to it is the link, so screen readers and keyboard users skip the picture. */
const picture = ({ slug }: Article, { record, renditions }: StoredPhoto): Html => {
  const [smallest] = [...renditions].sort((a, b) => a.width - b.width);
  if (!smallest) return empty;
  const source = photoPath(slug, record.id, smallest.name);
  return html`<img src="${source}" width="${smallest.width}" height="${smallest.height}" alt="" loading="lazy" decoding="async">`;
};

/** An event in the list of related events, under a heading of the third level. */
export const relatedEventItem = ({ article, date }: ListedEvent): Html => html`<li lang="${article.language}">
<h3><a href="${eventPath(article)}">${article.headline}</a></h3>
<p class="small"><time datetime="${date}">${capital(dayText(date, article.language))}</time></p></li>
`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

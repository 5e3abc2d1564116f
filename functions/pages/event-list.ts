import type { CoveredEvent, ListedEvent } from "../../lib/articles/event-lists.ts";
import type { Article } from "../../lib/articles/schema.ts";
import type { StoredPhoto } from "../../lib/photos/items.ts";
import { type Html, html, nothing } from "../shared/html.ts";
import { eventPath, photoPath, sectionPath } from "./addresses.ts";
import { beginning, dayText } from "./format.ts";

/** Characters of a lead that a list shows. */
const leadLength = 280;

/** An event among others of whatever section, under a heading of the second level. */
export const listedEvent = ({
  article,
  date,
  cover,
}: CoveredEvent): Html => html`<li lang="${article.language}"${cover ? html` class="cover"` : nothing}>${cover ? picture(article, cover) : nothing}<div>
<h2><a href="${eventPath(article)}">${article.headline}</a></h2>
<p class="small"><time datetime="${date}">${capital(dayText(date, article.language))}</time> · <a href="${sectionPath(article.section)}">${article.section}</a></p>
${article.lead === undefined ? nothing : html`<p>${beginning(article.lead, leadLength)}</p>`}</div></li>
`;

/** For the eye only: the headline beside it says the same, so it is no link of its own to who listens or uses the keyboard. */
const picture = ({ slug }: Article, { record, renditions }: StoredPhoto): Html => {
  const [smallest] = [...renditions].sort((a, b) => a.width - b.width);
  if (!smallest) return nothing;
  const source = photoPath(slug, record.id, smallest.name);
  return html`<img src="${source}" width="${smallest.width}" height="${smallest.height}" alt="" loading="lazy" decoding="async">`;
};

/** An event among those of its own section, below a heading of the second level. */
export const relatedEvent = ({ article, date }: ListedEvent): Html => html`<li lang="${article.language}">
<h3><a href="${eventPath(article)}">${article.headline}</a></h3>
<p class="small"><time datetime="${date}">${capital(dayText(date, article.language))}</time></p></li>
`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

import type { CoveredEvent, NamedEvent } from "../../lib/articles/event-lists.ts";
import type { Article } from "../../lib/articles/schema.ts";
import type { StoredPhoto } from "../../lib/photos/schema.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { excerpt, whenText } from "./format.ts";
import { eventPath, photoPath, sectionPath } from "./paths.ts";
import { statusText } from "./status.ts";

/** Characters of a lead that a list shows. */
const leadLength = 280;

/** An event in the list of all sections, under a heading of the second level. */
export const eventListItem = (event: CoveredEvent): Html => {
  const { article, cover } = event;
  const section = html`<a href="${sectionPath(article.section)}">${article.section}</a>`;
  return html`<li lang="${article.language}"${cover ? html` class="cover"` : empty}>${cover ? picture(article, cover) : empty}<div>
<h2><a href="${eventPath(article)}">${article.headline}</a></h2>
${facts(event, section)}
${article.lead === undefined ? empty : html`<p>${excerpt(article.lead, leadLength)}</p>`}</div></li>
`;
};

/** Status, time and organisation of an event, and its section, on one line. */
const facts = ({ article: { language }, occasion, organisation }: NamedEvent, section: Html = empty): Html => {
  const status = statusText(occasion.status, language);
  const when = html`<time datetime="${occasion.startsAt ?? occasion.date}">${whenText(occasion, language)}</time>`;
  const by = organisation === undefined ? empty : html`${organisation}`;
  const known = [status === undefined ? empty : html`<b class="status">${status}</b>`, when, by, section];
  const line = known.filter(({ text }) => text !== "").map((one, i) => (i === 0 ? one : html` · ${one}`));
  return html`<p class="small">${line}</p>`;
};

/** Decorative: the headline next to it is the link, so screen readers and keyboard users skip the picture. */
const picture = ({ slug }: Article, { record, renditions }: StoredPhoto): Html => {
  const [smallest] = [...renditions].sort((a, b) => a.width - b.width);
  if (!smallest) return empty;
  const source = photoPath(slug, record.id, smallest.name);
  return html`<img src="${source}" width="${smallest.width}" height="${smallest.height}" alt="" loading="lazy" decoding="async">`;
};

/** An event in the list of related events, under a heading of the third level. */
export const relatedEventItem = (event: NamedEvent): Html => html`<li lang="${event.article.language}">
<h3><a href="${eventPath(event.article)}">${event.article.headline}</a></h3>
${facts(event)}</li>
`;

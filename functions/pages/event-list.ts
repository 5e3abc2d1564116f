import type { ListedEvent } from "../../lib/articles/listed.ts";
import { type Html, html, nothing } from "../shared/html.ts";
import { eventPath, sectionPath } from "./addresses.ts";
import { dayText } from "./dates.ts";
import { beginning } from "./prose.ts";

/** Characters of a lead that a list shows. */
const leadLength = 280;

/** An event among others of whatever section, under a heading of the second level. */
export const listedEvent = ({ article, date }: ListedEvent): Html => html`<li lang="${article.language}">
<h2><a href="${eventPath(article)}">${article.headline}</a></h2>
<p class="small"><time datetime="${date}">${capital(dayText(date, article.language))}</time> · <a href="${sectionPath(article.section)}">${article.section}</a></p>
${article.lead === undefined ? nothing : html`<p>${beginning(article.lead, leadLength)}</p>`}</li>
`;

/** An event among those of its own section, below a heading of the second level. */
export const relatedEvent = ({ article, date }: ListedEvent): Html => html`<li lang="${article.language}">
<h3><a href="${eventPath(article)}">${article.headline}</a></h3>
<p class="small"><time datetime="${date}">${capital(dayText(date, article.language))}</time></p></li>
`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

import type { ListedEvent } from "../../lib/articles/event-lists.ts";
import { type Html, html, nothing } from "../shared/html.ts";
import { eventPath } from "./addresses.ts";
import { eventsPath, feedPath } from "./layout.ts";
import { words } from "./texts.ts";

/** A feed that has never had an entry has never been updated. */
const never = "1970-01-01T00:00:00.000Z";

/** The newest events as an Atom feed (RFC 4287). The address of an event stays once it is published, so it is its id too. */
export const feed = (events: readonly ListedEvent[], site: string): string => {
  const updated =
    events
      .map(({ article }) => article.updatedAt)
      .sort()
      .at(-1) ?? never;
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>${site}${feedPath}</id><title>${words.vi.events}</title><updated>${updated}</updated>
<link rel="self" type="application/atom+xml" href="${site}${feedPath}"/><link rel="alternate" type="text/html" href="${site}${eventsPath}"/>
${events.map((event) => entry(event, site))}</feed>
`.text;
};

const entry = ({ article }: ListedEvent, site: string): Html => {
  const url = site + eventPath(article);
  return html`<entry xml:lang="${article.language}"><id>${url}</id><title>${article.headline}</title><link rel="alternate" type="text/html" href="${url}"/>
<published>${article.publishedAt ?? article.createdAt}</published><updated>${article.updatedAt}</updated><author><name>${article.author}</name></author><category term="${article.section}"/>${
    article.lead === undefined ? nothing : html`<summary>${article.lead}</summary>`
  }</entry>
`;
};

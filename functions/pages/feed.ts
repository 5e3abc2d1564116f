import type { ListedEvent } from "../../lib/articles/event-lists.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { eventPath, eventsPath, feedPath } from "./paths.ts";
import { texts } from "./texts.ts";

/** `updated` of a feed without entries. */
const never = "1970-01-01T00:00:00.000Z";

/** The newest events as an Atom feed (RFC 4287). The URL of a published event never changes, so it is also its id. */
export const feed = (events: readonly ListedEvent[], site: string): string => {
  const updated =
    events
      .map(({ article }) => article.updatedAt)
      .sort()
      .at(-1) ?? never;
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>${site}${feedPath}</id><title>${texts.vi.events}</title><updated>${updated}</updated>
<link rel="self" type="application/atom+xml" href="${site}${feedPath}"/><link rel="alternate" type="text/html" href="${site}${eventsPath}"/>
${events.map((event) => entry(event, site))}</feed>
`.text;
};

const entry = ({ article }: ListedEvent, site: string): Html => {
  const url = site + eventPath(article);
  return html`<entry xml:lang="${article.language}"><id>${url}</id><title>${article.headline}</title><link rel="alternate" type="text/html" href="${url}"/>
<published>${article.publishedAt ?? article.createdAt}</published><updated>${article.updatedAt}</updated><author><name>${article.author}</name></author><category term="${article.section}"/>${
    article.lead === undefined ? empty : html`<summary>${article.lead}</summary>`
  }</entry>
`;
};

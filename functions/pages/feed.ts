import { createHash } from "node:crypto";
import { latest, type NamedEvent } from "../../lib/articles/event-lists.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { whenText } from "./format.ts";
import { withOrganisation } from "./names.ts";
import { eventPath, eventsPath, feedPath } from "./paths.ts";
import { statusText, withStatus } from "./status.ts";
import { texts } from "./texts.ts";

/** `updated` of a feed without entries. */
const never = "1970-01-01T00:00:00.000Z";

/** The latest published events as an Atom feed (RFC 4287). */
export const feed = (events: readonly NamedEvent[], institution: string | undefined, site: string): string => {
  const title = institution === undefined ? texts.vi.events : `${institution} – ${texts.vi.events}`;
  const by = institution === undefined ? empty : html`<author><name>${institution}</name></author>`;
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>${site}${feedPath}</id><title>${title}</title><updated>${latest(never, ...events.map(({ updatedAt }) => updatedAt))}</updated>${by}
<link rel="self" type="application/atom+xml" href="${site}${feedPath}"/><link rel="alternate" type="text/html" href="${site}${eventsPath}"/>
${events.map((event) => entry(event, institution, site))}</feed>
`.text;
};

const entry = (event: NamedEvent, institution: string | undefined, site: string): Html => {
  const { article, occasion, organisation, updatedAt } = event;
  const { language } = article;
  const title = withOrganisation(withStatus(article.headline, occasion.status, language), organisation, institution);
  const url = site + eventPath(article);
  const facts = [statusText(occasion.status, language), whenText(occasion, language), organisation];
  const summary = [facts.filter((fact) => fact !== undefined).join(" · "), article.lead];
  return html`<entry xml:lang="${language}"><id>${entryId(article.id)}</id><title>${title}</title><link rel="alternate" type="text/html" href="${url}"/>
<published>${article.publishedAt ?? article.createdAt}</published><updated>${updatedAt}</updated><author><name>${article.author}</name></author><category term="${article.section}"/><summary>${summary.filter((part) => part !== undefined).join(". ")}</summary></entry>
`;
};

/** A name that neither depends on the host nor on the slug (RFC 4287 §4.2.6.1): a UUID of version 8 (RFC 9562) from the id. */
const entryId = (id: string): string => {
  const digest = createHash("sha256").update(id).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return `urn:uuid:${parts.join("-")}`;
};

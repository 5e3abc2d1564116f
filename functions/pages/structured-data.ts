import type { PublishedEvent } from "../../lib/articles/events.ts";
import { xmlText } from "../../lib/shared/xml.ts";
import { Html, html } from "../shared/html.ts";
import { largestOf } from "./gallery.ts";
import { eventPath, photoPath } from "./paths.ts";

const statuses = {
  planned: "https://schema.org/EventScheduled",
  held: "https://schema.org/EventScheduled",
  cancelled: "https://schema.org/EventCancelled",
} as const;

/** Event and news article in the vocabulary of schema.org, for search engines. */
export const structuredData = (event: PublishedEvent, institution: string | undefined, site: string): Html => {
  const { article, meeting, organiser } = event;
  const url = site + eventPath(article);
  const image = event.photos.flatMap((photo) => {
    const largest = largestOf(photo);
    return largest ? [site + photoPath(article.slug, photo.record.id, largest.name)] : [];
  });
  const place = meeting.venue === undefined ? {} : { location: { "@type": "Place", name: meeting.venue } };
  const by = organiser === undefined ? {} : { organizer: organisation(organiser) };
  const from = institution === undefined ? {} : { publisher: organisation(institution) };
  const about = {
    "@type": "Event",
    "@id": `${url}#event`,
    name: meeting.title,
    startDate: meeting.startsAt ?? meeting.date,
    ...(meeting.endsAt === undefined ? {} : { endDate: meeting.endsAt }),
    eventStatus: statuses[meeting.status],
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    ...place,
    ...by,
    // The article has all of them.
    image: image.slice(0, 1),
  };
  const news = {
    "@type": "NewsArticle",
    mainEntityOfPage: url,
    headline: article.headline,
    description: article.lead,
    inLanguage: article.language,
    articleSection: article.section,
    datePublished: article.publishedAt,
    dateModified: event.updatedAt,
    author: { "@type": "Person", name: article.author },
    ...from,
    image,
    about: { "@id": about["@id"] },
  };
  return dataBlock({ "@context": "https://schema.org", "@graph": [news, about] });
};

const organisation = (name: string) => ({ "@type": "Organization", name });

/** A data block, which browsers do not execute. `<` is escaped, so that its content cannot close the element. */
const dataBlock = (value: object): Html =>
  html`<script type="application/ld+json">${new Html(xmlText(JSON.stringify(value)).replaceAll("<", "\\u003c"))}</script>
`;

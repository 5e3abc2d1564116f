import { array, assert, constantFrom, property, string } from "fast-check";
import { eventListPage } from "../../../functions/pages/event-list-page.ts";
import { eventPage } from "../../../functions/pages/event-page.ts";
import { feed } from "../../../functions/pages/feed.ts";
import { policyOf } from "../../../functions/pages/layout.ts";
import type { PublishedEvent } from "../../../lib/articles/events.ts";

/** An event of which every text is the same. */
const eventOf = (text: string): PublishedEvent => {
  const times = { createdAt: "2024-01-15T03:00:00.000Z", updatedAt: "2024-01-15T03:00:00.000Z" };
  const article: PublishedEvent["article"] = {
    ...times,
    id: "A",
    meetingId: "M",
    headline: text,
    lead: text,
    body: text,
    author: text,
    photographer: text,
    section: text,
    language: "vi",
    slug: "su-kien",
    status: "published",
    publishedAt: times.createdAt,
  };
  const meeting: PublishedEvent["meeting"] = {
    ...times,
    id: "M",
    organisationId: "O",
    kind: "review",
    title: text,
    venue: text,
    date: "2023-12-26",
    status: "held",
    visibility: "public",
  };
  const photo: PublishedEvent["photos"][number] = {
    record: {
      ...times,
      id: "P",
      meetingId: "M",
      fileName: text,
      contentType: "image/jpeg",
      size: 1,
      sha256: "",
      caption: text,
      credit: text,
      visibility: "public",
      status: "ready",
    },
    version: 1,
    uploadKey: "",
    renditions: [{ name: "thumb", contentType: "image/webp", width: 3, height: 2, bytes: 1, key: "" }],
  };
  return {
    article,
    meeting,
    organiser: text,
    photos: [photo, photo],
    figures: {
      members: { total: 1, official: 1, probationary: 0 },
      cells: 1,
      votes: [],
      awards: { collective: 0, individual: 0 },
      guidance: 0,
    },
    updatedAt: times.updatedAt,
    related: [
      {
        article,
        occasion: { date: "2023-12-26", status: "cancelled" },
        organisation: text,
        updatedAt: times.updatedAt,
        position: "2023-12-26",
      },
    ],
  };
};

const pagesOf = (text: string) => {
  const event = eventOf(text);
  const [cover] = event.photos;
  const events = event.related.map((one) => ({ ...one, cover }));
  const sides = { older: undefined, newer: undefined, isContinued: false };
  const site = "https://pages.example";
  const institution = `Đảng bộ ${text}`;
  return {
    event: eventPage(event, { site, institution }, false),
    index: eventListPage({ language: "vi", institution, events, section: text, ...sides }, site),
    feed: feed(events, institution, site),
  };
};

/** Every tag of a page with its attribute names, without the contents of style and data. */
const skeletonOf = (markup: string) =>
  [
    ...markup
      .replace(/<style>[^<]*<\/style>/g, "<style>")
      .replace(/(<script type="application\/ld\+json">)[^<]*(<\/script>)/g, "$1$2")
      .matchAll(/<[^>]*>?/g),
  ].map(([tag]) => tag.replace(/="[^"]*"/g, ""));

const piece = constantFrom(
  "<script>alert(1)</script>",
  "</script>",
  "</style>",
  "</title>",
  "<!--",
  "-->",
  "]]>",
  '"',
  "'",
  "<",
  ">",
  "&",
  '" onload="alert(1)',
  "javascript:alert(1)",
  "&lt;script&gt;",
  "Hội nghị",
  " ",
);

test("Hostile text in every field adds no tag and no attribute to page, list or feed", () => {
  const plain = pagesOf("văn");
  assert(
    property(array(piece, { minLength: 1, maxLength: 6 }), string({ maxLength: 8 }), (pieces, end) => {
      // The body is Markdown with a test of its own; here the text is in every other field.
      const text = `x${pieces.join("")}${end}`.replace(/\s+/g, " ");
      const hostile = pagesOf(text);
      expect(skeletonOf(hostile.index)).toEqual(skeletonOf(plain.index));
      expect(skeletonOf(hostile.feed)).toEqual(skeletonOf(plain.feed));
      const withoutBody = (page: string) => page.replace(/<div class="text">[\s\S]*?<\/div><footer/, "<footer");
      expect(skeletonOf(withoutBody(hostile.event))).toEqual(skeletonOf(withoutBody(plain.event)));
    }),
    { numRuns: 500 },
  );
});

test("Structured data with hostile text stays valid JSON", () => {
  const text = 'x</script><!--"&\u2028\\';
  const [, json = ""] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(pagesOf(text).event) ?? [];
  expect(JSON.parse(json)["@graph"][0].headline).toBe(text);
});

test("The policy allows no scripts and only the pages' own styles and pictures", () => {
  expect(policyOf("https://storage.example")).toMatch(
    /^default-src 'none'; img-src 'self' https:\/\/storage\.example; style-src 'sha256-[^']+' 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
});

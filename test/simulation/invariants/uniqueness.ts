import { createHash } from "node:crypto";
import { recordKindList, specOf } from "../../../lib/records/kinds.ts";
import type { Simulation } from "../run/simulation.ts";
import { type Invariants, type Item, listIn, nameOf, type Snapshot } from "./snapshot.ts";

/** The guards that external ids require, each with its owner. */
const externalIdGuards = (snapshot: Snapshot): [string, unknown][] =>
  recordKindList.flatMap((kind) =>
    snapshot.ofKind(kind).flatMap((item) => {
      const isAmongSiblings = specOf(kind).externalIds === "siblings" && !item.inUnit;
      const scope = isAmongSiblings ? (item.parentId ?? "ROOT") : item.tenantId;
      return Object.entries(item.externalIds ?? {}).map(([source, id]): [string, unknown] => [
        `GUARD#${scope}#external#${kind}#${source}#${id} GUARD`,
        item.id,
      ]);
    }),
  );

/** The guards that the records require, each with its owner. */
const expected = (snapshot: Snapshot): [string, unknown][] => {
  const guards = externalIdGuards(snapshot);
  for (const { tenantId: committee, memberNumber, id } of snapshot.ofKind("member"))
    if (memberNumber !== undefined) guards.push([`GUARD#${committee}#member-number#${memberNumber} GUARD`, id]);
  for (const { slug, meetingId } of snapshot.ofKind("article")) guards.push([`GUARD#slug#${slug} GUARD`, meetingId]);
  for (const award of snapshot.ofKind("award")) {
    const { form, title, year, badgeYears = null, conferredBy } = award;
    const text = JSON.stringify([form, title, year, badgeYears, conferredBy]);
    const hash = createHash("sha256").update(text).digest("base64url");
    for (const { memberId, organisationId } of listIn(award, "recipients"))
      guards.push([`${memberId ? `MEM#${memberId}` : `ORG#${organisationId}`} AWARD#${hash}`, award.id]);
  }
  return guards;
};

/** The guard of the slug of a deleted event stays and names the former meeting. */
const isRetired = (item: Item, snapshot: Snapshot) =>
  item.gone === true && snapshot.get(`MTG#${item.meetingId}`, "ARTICLE") === undefined;

/** The guard of a slug is in the feed exactly if its article is listed. */
const inFeed = (snapshot: Snapshot): string[] =>
  snapshot.ofKind("article").flatMap((article) => {
    const isInFeed = snapshot.get(`GUARD#slug#${article.slug}`, "GUARD")?.inTenant !== undefined;
    return isInFeed === (article.inTenant !== undefined)
      ? []
      : [`${article.pk} is ${isInFeed ? "" : "not "}in the feed`];
  });

/** A meeting has an entry in the calendar, of its version, exactly if it is public and planned. */
const inCalendar = (snapshot: Snapshot): string[] =>
  snapshot.ofKind("meeting").flatMap(({ pk, visibility, status, version }) => {
    const shouldBe = visibility === "public" && status === "planned" ? version : undefined;
    const is = snapshot.get(pk, "CALENDAR")?.version;
    return is === shouldBe ? [] : [`${pk} is in the calendar at version ${is} instead of ${shouldBe}`];
  });

const isGuard = ({ sk }: Item) => sk === "GUARD" || sk.startsWith("AWARD#");

const difference = (snapshot: Snapshot): string[] => {
  const wanted = expected(snapshot);
  const names = new Set(wanted.map(([name]) => name));
  const guards = snapshot.all.filter((item) => isGuard(item) && !isRetired(item, snapshot));
  const found = new Map(guards.map((item) => [nameOf(item), item.meetingId ?? item.id]));
  return [
    ...wanted
      .filter(([name, id]) => found.get(name) !== id)
      .map(([name, id]) => `${name} is not ${id}'s but ${found.get(name)}'s`),
    ...[...found].filter(([name]) => !names.has(name)).map(([name, id]) => `${name} is ${id}'s, who does not say so`),
  ];
};

const holdsBytes = (photo: Item, now: string) =>
  photo.status === "ready" ||
  photo.status === "processing" ||
  (photo.status === "awaiting-upload" && String(photo.awaitedUntil) > now);

/** While a photo is awaited, processed or ready, no other photo of the meeting has the same content. */
const bytes = (snapshot: Snapshot, { network }: Simulation): string[] => {
  const now = new Date(network.scheduler.now).toISOString();
  const holders = snapshot.ofKind("photo").filter((photo) => holdsBytes(photo, now));
  const guardOf = (photo: Item) => snapshot.get(photo.pk, `SHA#${photo.sha256}`);
  // Remaining parts of a deleted meeting are visible to nobody.
  const held = snapshot.all
    .filter(
      ({ pk, sk }) =>
        pk.startsWith("MTG#") && sk.startsWith("SHA#") && snapshot.get(pk, "META")?.deletedAt === undefined,
    )
    .filter(({ expiresAt }) => expiresAt === undefined || Number(expiresAt) * 1_000 > network.scheduler.now);
  return [
    ...holders
      .filter((photo) => guardOf(photo)?.id !== photo.id)
      .map((photo) => `${nameOf(photo)} does not hold its bytes`),
    ...held
      .filter(({ pk, id }) => !snapshot.get(pk, `PHO#${id}`))
      .map((guard) => `${nameOf(guard)} holds bytes for nobody`),
  ];
};

/** An unfinished photo has an expiry. */
const hours = (snapshot: Snapshot): string[] =>
  snapshot
    .ofKind("photo")
    .filter(({ status }) => status === "awaiting-upload" || status === "processing")
    .filter(({ pk, id, awaitedUntil }) => awaitedUntil === undefined || !snapshot.get(pk, `PHO-DUE#${id}`))
    .map((photo) => `${nameOf(photo)} has no expiry`);

export const uniqueness: Invariants = {
  "unique values have exactly one owner": difference,
  "the content of a photo is unique in its meeting": bytes,
  "unfinished photos have an expiry": hours,
  "published events are in the feed": inFeed,
  "planned public meetings are in the calendar": inCalendar,
};

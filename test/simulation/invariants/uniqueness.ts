import { createHash } from "node:crypto";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { type Item, type Kept, keptIn, listIn, nameOf } from "./snapshot.ts";

/** Guards that the records say there must be, each with whose it is. */
const expected = (kept: Kept): [string, unknown][] => {
  const guards: [string, unknown][] = [];
  const external = (kind: string, scopeOf: (item: Item) => unknown) => (item: Item) => {
    for (const [source, id] of Object.entries(item.externalIds ?? {}))
      guards.push([`GUARD#${scopeOf(item)}#external#${kind}#${source}#${id} GUARD`, item.id]);
  };
  const tenantId = (item: Item) => item.tenantId;
  kept
    .records("ORG#")
    .forEach(external("organisation", (item) => (item.inUnit ? item.tenantId : (item.parentId ?? "ROOT"))));
  kept.records("MEM#").forEach(external("member", tenantId));
  kept.records("MTG#").forEach(external("meeting", tenantId));
  kept.records("AWD#").forEach(external("award", tenantId));
  kept.records("CLI#").forEach(external("client", tenantId));
  kept.records("HOOK#").forEach(external("webhook", tenantId));
  for (const { tenantId: committee, memberNumber, id } of kept.records("MEM#"))
    if (memberNumber !== undefined) guards.push([`GUARD#${committee}#member-number#${memberNumber} GUARD`, id]);
  for (const { slug, meetingId } of kept.parts("ARTICLE")) guards.push([`GUARD#slug#${slug} GUARD`, meetingId]);
  for (const award of kept.records("AWD#")) {
    const { form, title, year, badgeYears = null, conferredBy } = award;
    const text = JSON.stringify([form, title, year, badgeYears, conferredBy]);
    const hash = createHash("sha256").update(text).digest("base64url");
    for (const { memberId, organisationId } of listIn(award, "recipients"))
      guards.push([`${memberId ? `MEM#${memberId}` : `ORG#${organisationId}`} AWARD#${hash}`, award.id]);
  }
  return guards;
};

const isGuard = ({ sk }: Item) => sk === "GUARD" || sk.startsWith("AWARD#");

const difference = (kept: Kept): string[] => {
  const wanted = expected(kept);
  const names = new Set(wanted.map(([name]) => name));
  const found = new Map(kept.all.filter(isGuard).map((item) => [nameOf(item), item.meetingId ?? item.id]));
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

/** The bytes of a photo are one photo's in a meeting, as long as it is awaited, checked or ready. */
const bytes = (kept: Kept, { network }: Story): string[] => {
  const now = new Date(network.scheduler.now).toISOString();
  const holders = kept.parts("PHO#").filter((photo) => holdsBytes(photo, now));
  const guardOf = (photo: Item) => kept.get(photo.pk, `SHA#${photo.sha256}`);
  // Of a meeting that has ended nobody sees what is still there.
  const held = kept
    .parts("SHA#")
    .filter(({ pk }) => kept.get(pk, "META")?.deletedAt === undefined)
    .filter(({ expiresAt }) => expiresAt === undefined || Number(expiresAt) * 1_000 > network.scheduler.now);
  return [
    ...holders
      .filter((photo) => guardOf(photo)?.id !== photo.id)
      .map((photo) => `${nameOf(photo)} does not hold its bytes`),
    ...holders
      .filter((photo) => guardOf(photo)?.visibility !== photo.visibility)
      .map((photo) => `${nameOf(photo)} is shown otherwise by its bytes`),
    ...held
      .filter(({ pk, id }) => !kept.get(pk, `PHO#${id}`))
      .map((guard) => `${nameOf(guard)} holds bytes for nobody`),
  ];
};

/** A photo that is not finished has its hour. */
const hours = (kept: Kept): string[] =>
  kept
    .parts("PHO#")
    .filter(({ status }) => status === "awaiting-upload" || status === "processing")
    .filter(({ pk, id, awaitedUntil }) => awaitedUntil === undefined || !kept.get(pk, `PHO-DUE#${id}`))
    .map((photo) => `${nameOf(photo)} would wait for ever`);

export const guards: readonly Check[] = [
  { name: "what is unique has one owner, and the owner says so", look: (story) => difference(keptIn(story)) },
  { name: "bytes are one photo's", look: (story) => bytes(keptIn(story), story) },
  { name: "what waits has its hour", look: (story) => hours(keptIn(story)) },
];

import type { Change } from "../../support/memory-engine/stream.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { type Item, listIn, nameOf } from "./snapshot.ts";

const isPhoto = ({ after }: Change): boolean => String(after?.sk).startsWith("PHO#");
const membersIn = (item: Attributes | undefined) =>
  item ? listIn(item as Item, "peopleShown").flatMap(({ memberId }) => memberId ?? []) : [];

/** A member may go though photos name it, but nothing names one that has gone. */
const namedWhenThere = ({ engine }: Story): string[] => {
  const gone = new Map(
    engine.changes
      .filter(({ before, after }) => !after && before?.sk === "META")
      .map(({ before, number }) => [String(before?.pk), number]),
  );
  return engine.changes.filter(isPhoto).flatMap(({ before, after, number }) => {
    const old = new Set(membersIn(before));
    const late = membersIn(after).filter((id) => !old.has(id) && (gone.get(`MEM#${id}`) ?? number) < number);
    return late.map((id) => `${after?.sk} names ${id}, who had gone`);
  });
};

/** Who was given a fresh place for bytes can rely on it until there is a fresher one. */
const placesStay = ({ engine }: Story): string[] => {
  const past = new Set<string>();
  return engine.changes.filter(isPhoto).flatMap(({ before, after }) => {
    if (!before || before.uploadKey === after?.uploadKey) return [];
    past.add(String(before.uploadKey));
    return past.has(String(after?.uploadKey)) ? [`${after?.sk} goes back to an earlier place for its bytes`] : [];
  });
};

/** What stands of a meeting and its article after each write that touched one of them. */
const afterEachWrite = ({ beginning, engine }: Story): [meeting: Attributes | undefined, article: Attributes][] => {
  const standing = new Map<string, Attributes | undefined>(beginning.map((item) => [`${item.pk} ${item.sk}`, item]));
  const seen: [Attributes | undefined, Attributes][] = [];
  for (const changes of Map.groupBy(engine.changes.filter(isPage), ({ write }) => write).values()) {
    for (const { before, after } of changes) standing.set(nameOf((after ?? before) as Item), after);
    for (const pk of new Set(changes.map(({ before, after }) => (after ?? before)?.pk))) {
      const article = standing.get(`${pk} ARTICLE`);
      if (article) seen.push([standing.get(`${pk} META`), article]);
    }
  }
  return seen;
};

const isPage = ({ before, after }: Change): boolean => {
  const { pk, sk } = after ?? before ?? {};
  return String(pk).startsWith("MTG#") && (sk === "META" || sk === "ARTICLE");
};

/** At no moment do articles stand in the lists of events otherwise than their meeting and they themselves say. */
const listed = (story: Story): string[] =>
  afterEachWrite(story).flatMap(([meeting, article]) => {
    const isListed = article.inTenant !== undefined;
    const shouldBe = article.status === "published" && meeting?.visibility === "public";
    const day = String(article.sort).slice(0, "2020-01-01".length);
    return isListed === shouldBe && (!isListed || day === meeting?.date)
      ? []
      : [`${article.pk} is ${isListed ? `listed on ${day}` : "not listed"}: ${article.status}, ${meeting?.visibility}`];
  });

export const moments: readonly Check[] = [
  { name: "who is named is there", look: namedWhenThere },
  { name: "a place for bytes is never taken back", look: placesStay },
  { name: "events are listed as their meetings say", look: listed },
];

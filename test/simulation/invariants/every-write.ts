import type { Change } from "../../support/memory-engine/stream.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import type { Simulation } from "../run/simulation.ts";
import { type Invariants, type Item, listIn, nameOf, type Snapshot } from "./snapshot.ts";

const isPhoto = ({ after }: Change): boolean => String(after?.sk).startsWith("PHO#");
const membersIn = (item: Attributes | undefined) =>
  item ? listIn(item as Item, "peopleShown").flatMap(({ memberId }) => memberId ?? []) : [];

/** A member named by photos may be deleted, but no photo is changed to name a deleted one. */
const namedWhenThere = (_: Snapshot, { engine }: Simulation): string[] => {
  const gone = new Map(
    engine.changes
      .filter(({ before, after }) => !after && before?.sk === "META")
      .map(({ before, number }) => [String(before?.pk), number]),
  );
  return engine.changes.filter(isPhoto).flatMap(({ before, after, number }) => {
    const old = new Set(membersIn(before));
    const late = membersIn(after).filter((id) => !old.has(id) && (gone.get(`MEM#${id}`) ?? number) < number);
    return late.map((id) => `${after?.sk} names ${id}, who had been deleted`);
  });
};

/** An upload key stays valid until a newer one replaces it. */
const uploadKeysChange = (_: Snapshot, { engine }: Simulation): string[] => {
  const past = new Set<string>();
  return engine.changes.filter(isPhoto).flatMap(({ before, after }) => {
    if (!before || before.uploadKey === after?.uploadKey) return [];
    past.add(String(before.uploadKey));
    return past.has(String(after?.uploadKey)) ? [`${after?.sk} returns to an earlier upload key`] : [];
  });
};

/** Meeting and article after each write of one of them. */
const afterEachWrite = ({
  initialItems,
  engine,
}: Simulation): [meeting: Attributes | undefined, article: Attributes][] => {
  const current = new Map<string, Attributes | undefined>(initialItems.map((item) => [`${item.pk} ${item.sk}`, item]));
  const seen: [Attributes | undefined, Attributes][] = [];
  for (const changes of Map.groupBy(engine.changes.filter(isPage), ({ write }) => write).values()) {
    for (const { before, after } of changes) current.set(nameOf((after ?? before) as Item), after);
    for (const pk of new Set(changes.map(({ before, after }) => (after ?? before)?.pk))) {
      const article = current.get(`${pk} ARTICLE`);
      if (article) seen.push([current.get(`${pk} META`), article]);
    }
  }
  return seen;
};

const isPage = ({ before, after }: Change): boolean => {
  const { pk, sk } = after ?? before ?? {};
  return String(pk).startsWith("MTG#") && (sk === "META" || sk === "ARTICLE");
};

/** Fields of the meeting that lists show. */
const shownIn = (item: Attributes | undefined) => {
  const { organisationId, status, date } = item ?? {};
  return JSON.stringify({ organisationId, status, date });
};

/** After every write, an article is listed under the date of its meeting, with its status, exactly if both are public. */
const listed = (_: Snapshot, simulation: Simulation): string[] =>
  afterEachWrite(simulation).flatMap(([meeting, article]) => {
    const isListed = article.inTenant !== undefined;
    const shouldBe = article.status === "published" && meeting?.visibility === "public";
    const day = String(article.sort).slice(0, "2020-01-01".length);
    const isCurrent = day === meeting?.date && shownIn(article.occasion as Attributes) === shownIn(meeting);
    return isListed === shouldBe && (!isListed || isCurrent)
      ? []
      : [`${article.pk} is ${isListed ? `listed on ${day}` : "not listed"}: ${article.status}, ${meeting?.visibility}`];
  });

export const moments: Invariants = {
  "no photo is changed to name a deleted member": namedWhenThere,
  "an upload key is never reused": uploadKeysChange,
  "events are listed according to their meetings": listed,
};

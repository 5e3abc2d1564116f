import { type Api, listAll } from "../../../test/demo/api.ts";
import type { Seen } from "../records.ts";
import { atOnce } from "./at-once.ts";
import { type Places, placesOf } from "./places.ts";

/** What statistics say of an organisation on a day. */
export type Figures = {
  cells: number;
  members: { total: number; official: number; probationary: number; mayVote: number; female: number; male: number };
  awards: { year: number; collective: number; individual: number }[];
  meetings: { year: number; held: number }[];
};

type Member = { organisationId: string; standing: string; mayVote: boolean; gender?: "female" | "male" };

const nothing = (): Figures => ({
  cells: 0,
  members: { total: 0, official: 0, probationary: 0, mayVote: 0, female: 0, male: 0 },
  awards: [],
  meetings: [],
});

/** Counts every organisation on a day anew, out of lists of members of that day and of all else that was seen. */
export const recount = async (
  api: Api,
  seen: ReadonlyMap<string, Seen>,
  day: string,
): Promise<Map<string, Figures>> => {
  const places = placesOf(seen);
  const figures = new Map(places.all.map(({ id }) => [id, nothing()]));
  const upward = (id: string, count: (figures: Figures) => void) => {
    for (const place of places.chain(id)) count(figures.get(place.id) ?? nothing());
  };
  countCells(places, day, upward);
  for (const member of await membersOn(api, places, day))
    upward(member.organisationId, (one) => countMember(one, member));
  for (const { kind, record } of seen.values()) {
    const organisationId = String(record.organisationId);
    if (kind === "meeting" && record.status === "held" && String(record.date) <= day)
      upward(organisationId, ({ meetings }) => countYear(meetings, yearOf(record.date), { held: 1 }));
    if (kind === "award" && Number(record.year) <= yearOf(day))
      upward(organisationId, ({ awards }) =>
        countYear(awards, Number(record.year), record.counts as { collective: number; individual: number }),
      );
  }
  return figures;
};

type Upward = (id: string, count: (figures: Figures) => void) => void;
const yearOf = (day: unknown) => Number(String(day).slice(0, 4));

const countCells = (places: Places, day: string, upward: Upward) => {
  for (const { id, kind, establishedOn = "", dissolvedOn } of places.all) {
    const stands = kind === "cell" && establishedOn <= day && (dissolvedOn === undefined || dissolvedOn > day);
    if (!stands) continue;
    upward(id, (figures) => {
      figures.cells += 1;
    });
  }
};

const countMember = ({ members }: Figures, { standing, mayVote, gender }: Member) => {
  members.total += 1;
  if (standing === "official" || standing === "probationary") members[standing] += 1;
  if (mayVote) members.mayVote += 1;
  if (gender) members[gender] += 1;
};

const countYear = <T extends { year: number }>(years: T[], year: number, counts: Omit<T, "year">) => {
  const known = years.find((one) => one.year === year);
  const sums = Object.entries(counts).map(([name, count]) => [
    name,
    Number(count) + Number(known?.[name as keyof T] ?? 0),
  ]);
  const next = { year, ...Object.fromEntries(sums) } as T;
  const others = years.filter((one) => one !== known);
  years.splice(0, years.length, ...[...others, next].sort((a, b) => a.year - b.year));
};

const membersOn = async (api: Api, places: Places, day: string): Promise<Member[]> => {
  const tenantIds = places.all.filter(({ id }) => places.tenantOf(id) === id);
  const lists = await atOnce(tenantIds, 4, ({ id }) =>
    listAll<Member>(api, `/v1/members?limit=100&organisationId=${id}&asOf=${day}`),
  );
  return lists.flat();
};

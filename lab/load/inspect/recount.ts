import { setTimeout as pause } from "node:timers/promises";
import { type Api, listAll } from "../../../test/demo/api.ts";
import {
  type CountedMember,
  countAwards,
  countHeldMeetings,
  countMember,
  emptyFigures,
  type Figures,
  figuresOf,
} from "../../support/figures.ts";
import { canonical, type Fields, type Shown } from "../records.ts";
import { inParallel } from "./read-all.ts";

type Organisation = { id: string; kind: string; parentId?: string; establishedOn?: string; dissolvedOn?: string };

/** The organisations among some records. */
export type Organisations = {
  all: readonly Organisation[];
  /** An organisation and its ancestors, from itself upward. */
  chain(id: string): Organisation[];
  /** The tenant of an organisation. */
  tenantOf(id: string): string;
};

const isTenant = ({ kind }: Organisation) => kind === "grassroots-committee" || kind === "superior-committee";

export const organisationsIn = (shown: ReadonlyMap<string, Shown>): Organisations => {
  const found = [...shown.values()].filter(({ kind }) => kind === "organisation");
  const all = found.map(({ record }) => record as Fields & Organisation);
  const byId = new Map(all.map((one) => [one.id, one]));
  const chain = (id: string | undefined): Organisation[] => {
    const own = id === undefined ? undefined : byId.get(id);
    return own ? [own, ...chain(own.parentId)] : [];
  };
  return { all, chain, tenantOf: (id) => chain(id).find(isTenant)?.id ?? id };
};

const yearOf = (day: unknown) => Number(String(day).slice(0, 4));

const existsOn = ({ establishedOn = "", dissolvedOn }: Organisation, day: string) =>
  establishedOn <= day && (dissolvedOn === undefined || dissolvedOn > day);

/** Counts the figures of every organisation on a day from the members of that day and all other records. */
const recount = async (api: Api, shown: ReadonlyMap<string, Shown>, day: string): Promise<Map<string, Figures>> => {
  const organisations = organisationsIn(shown);
  const figures = new Map(organisations.all.map(({ id }) => [id, emptyFigures()]));
  const countUpward = (id: unknown, count: (figures: Figures) => void) => {
    for (const one of organisations.chain(String(id))) count(figures.get(one.id) ?? emptyFigures());
  };
  const cells = organisations.all.filter((one) => one.kind === "cell" && existsOn(one, day));
  for (const { id } of cells)
    countUpward(id, (one) => {
      one.cells += 1;
    });
  for (const member of await membersOn(api, organisations, day))
    countUpward(member.organisationId, (one) => countMember(one, member));
  for (const { kind, record } of shown.values()) {
    if (kind === "meeting" && record.status === "held" && String(record.date) <= day)
      countUpward(record.organisationId, (one) => countHeldMeetings(one, yearOf(record.date)));
    if (kind === "award" && Number(record.year) <= yearOf(day)) {
      const { collective, individual } = record.counts as { collective: number; individual: number };
      countUpward(record.organisationId, (one) =>
        countAwards(one, { year: Number(record.year), collective, individual }),
      );
    }
  }
  return figures;
};

const membersOn = async (api: Api, { all, tenantOf }: Organisations, day: string) => {
  const tenants = all.filter(({ id }) => tenantOf(id) === id);
  const lists = await inParallel(tenants, 4, ({ id }) =>
    listAll<CountedMember & { organisationId: string }>(api, `/v1/members?limit=100&organisationId=${id}&asOf=${day}`),
  );
  return lists.flat();
};

/** Days before most records, amid the histories, at the end of a year, and after all records. */
export const inspectedDays = ["2012-06-15", "2021-03-14", "2023-12-31", "2026-01-01"] as const;

/** Milliseconds that figures of a superior may lag behind on a busy machine. */
const rollUpLimit = 60_000;

/** Compares the statistics of every organisation with a recount. Nothing may be written meanwhile. */
export const statisticsFaults = async (
  api: Api,
  shown: ReadonlyMap<string, Shown>,
  days: readonly string[],
): Promise<string[]> => {
  const { all } = organisationsIn(shown);
  const faults = await inParallel(days, 1, async (day) => {
    const counted = await recount(api, shown, day);
    return inParallel(all, 8, ({ id, kind }) => {
      const mayLag = kind === "superior-committee";
      return faultsOf(api, { id, day, counted: counted.get(id), mayLag });
    });
  });
  return faults.flat(2);
};

type Compared = { id: string; day: string; counted: Figures | undefined; mayLag: boolean };

const faultsOf = async (api: Api, { id, day, counted, mayLag }: Compared): Promise<string[]> => {
  const deadline = Date.now() + rollUpLimit;
  for (;;) {
    const shown = figuresOf(await api.get<Figures>(`/v1/organisations/${id}/statistics?asOf=${day}`));
    if (counted && canonical(shown) === canonical(counted)) return [];
    if (!mayLag || Date.now() > deadline)
      return [`Figures of ${id} on ${day} are ${JSON.stringify(shown)}, recounted ${JSON.stringify(counted)}`];
    await pause(200);
  }
};

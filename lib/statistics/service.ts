import { requireSeenOrganisation } from "../organisations/find.ts";
import type { Outcome, RequestContext } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import type { Table } from "../table/table.ts";
import { type Counts, countsOn } from "./counts.ts";
import type { Statistics } from "./schema.ts";
import { tallyKeys } from "./tally.ts";

/** What an organisation and all below it count on a day: three items, however many members there are. */
export const readCounts = async (table: Table, organisationId: string, day: Day): Promise<Counts> =>
  countsOn(await table.getMany(tallyKeys(organisationId, day)), day);

/** Statistics of an organisation as of a day, in one round trip. Throws 404 where the caller does not see it. */
export const getStatistics = async (
  context: RequestContext,
  organisationId: string,
  asOf: Day = context.today,
): Promise<Outcome> => {
  const [counts] = await Promise.all([
    readCounts(context.table, organisationId, asOf),
    requireSeenOrganisation(context, organisationId),
  ]);
  const record: Statistics = { organisationId, asOf, computedAt: context.now, ...figuresOf(counts) };
  return { record };
};

const figuresOf = ({ total, byYear }: Counts) => ({
  cells: total("cells"),
  members: {
    total: total("members"),
    official: total("official"),
    probationary: total("members") - total("official"),
    mayVote: total("mayVote"),
    female: total("female"),
    male: total("male"),
  },
  awards: byYear(["collectiveAwards", "individualAwards"]).map(
    ({ year, counts: [collective = 0, individual = 0] }) => ({
      year,
      collective,
      individual,
    }),
  ),
  meetings: byYear(["meetingsHeld"]).map(({ year, counts: [held = 0] }) => ({ year, held })),
});

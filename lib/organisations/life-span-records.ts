import { type Dependent, inUseBy, referencesBy } from "../records/references.ts";
import type { RequestContext } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, ownLength } from "../shared/ids.ts";
import type { CounterDelta } from "../statistics/counters.ts";
import { deltasIn, yearlySk } from "../statistics/tally.ts";
import { keys, lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import { readAll } from "../table/read-all.ts";
import type { Item } from "../table/write.ts";
import { readOrganisation } from "./items.ts";
import { isActiveOn, isLeftBelow, type LifeSpan } from "./life-span.ts";
import { parentSpans } from "./parent-periods.ts";
import { holdersOutside } from "./position-holders.ts";
import { deltasAt, readStagedDeltas, stagedIds } from "./staged-changes.ts";
import { type OrganisationWithTree, parentHistory } from "./tree.ts";

/** What an organisation must not lose when its life span changes. */
export type LifeSpanRecords = { tallies: readonly Item[]; meetings: readonly Item[]; committees: readonly Item[] };

/** Sorts after everything of a day in the sort key of a meeting. */
const endOfDay = "U";

/**
 * Reads what can lie outside a new life span, in parallel with the organisation: its counters, its meetings on other days, and
 * the committees directly below a superior. Undefined where the input names no day.
 */
export const loadLifeSpanRecords = async (
  { table }: RequestContext,
  id: string,
  { establishedOn, dissolvedOn }: LifeSpan,
): Promise<LifeSpanRecords | undefined> => {
  if (!isId(id) || (establishedOn === undefined && dissolvedOn === undefined)) return undefined;
  const { pk: partition, sk: prefix } = keys.tally(id);
  const meetings: Range = { index: "byUnit", partition: lists.inUnit(id, "meeting") };
  const [tallies, earlier, later, children] = await Promise.all([
    readAll(table, { partition, prefix }),
    establishedOn === undefined ? [] : readAll(table, { ...meetings, below: establishedOn }),
    dissolvedOn === undefined ? [] : readAll(table, { ...meetings, above: dissolvedOn + endOfDay }),
    id.length === ownLength ? readAll(table, { index: "byTenant", partition: lists.inTenant(id, "organisation") }) : [],
  ]);
  const committees = children.filter((child) => String(child.id).length === ownLength);
  return { tallies, meetings: [...earlier, ...later], committees };
};

/** Throws 409 `in-use` where members, positions, meetings or organisations below would be left outside a life span. */
export const assertLifeSpan = async (
  { table }: RequestContext,
  found: OrganisationWithTree,
  { span, records }: { span: LifeSpan; records: LifeSpanRecords },
): Promise<void> => {
  const { tree, record } = found;
  const isNamed = Number(yearlyTallyIn(records)?.[referencesBy("member")] ?? 0) > 0;
  const [stagedItem, holders] = await Promise.all([
    table.get(keys.stagedChanges(tree.tenantId)),
    isNamed ? holdersOutside(table, tree, { organisationId: record.id, span }) : 0,
  ]);
  const staged = stagedIds(stagedItem);
  const { deltas } = await readStagedDeltas(table, tree.tenantId, staged);
  const counted = [...deltasIn(record.id, records.tallies), ...deltasAt(deltas, tree, record.id)];
  const dependents: Dependent[] = [
    { kind: "member", count: Math.max(membersOutside(counted, span), holders) },
    { kind: "meeting", count: records.meetings.filter(({ status }) => status !== "cancelled").length },
    { kind: "organisation", count: organisationsOutside(found, span, records.committees) + movesOutside(found, span) },
  ];
  const left = dependents.filter(({ count }) => count > 0);
  if (left.length > 0) throw inUseBy(left);
};

/** The yearly tally, whose sequence changes with the counters that were read. */
export const yearlyTallyIn = ({ tallies }: LifeSpanRecords) => tallies.find(({ sk }) => sk === yearlySk);

/** The highest number of members on one day outside a life span. Those of unknown days may have joined within it. */
export const membersOutside = (deltas: readonly CounterDelta[], { establishedOn, dissolvedOn }: LifeSpan): number => {
  const members = deltas
    .filter(({ counter }) => counter === "members")
    .sort(({ day: a = "" }, { day: b = "" }) => (a < b ? -1 : a > b ? 1 : 0));
  const dated = members.filter(({ day }) => day !== undefined);
  const early = establishedOn === undefined ? [] : totalsOf(dated).filter(({ day = "" }) => day < establishedOn);
  const all = totalsOf(members);
  const late =
    dissolvedOn === undefined
      ? []
      : [
          ...all.filter(({ day = "" }) => day <= dissolvedOn).slice(-1),
          ...all.filter(({ day = "" }) => day > dissolvedOn),
        ];
  const most = Math.max(0, ...[...early, ...late].map(({ total }) => total));
  // Whoever left before the establishment was a member before it.
  return early.length > 0 ? Math.max(1, most) : most;
};

/** The total after each delta. */
const totalsOf = (deltas: readonly CounterDelta[]): { day: Day | undefined; total: number }[] => {
  let total = 0;
  return deltas.map(({ day, count }) => {
    total += count;
    return { day, total };
  });
};

const isBefore = (day: Day | undefined, { establishedOn }: LifeSpan) =>
  day !== undefined && establishedOn !== undefined && day < establishedOn;

/** Moves of an organisation on days on which it did not exist. */
const movesOutside = ({ record, tree }: OrganisationWithTree, span: LifeSpan): number =>
  parentHistory(tree, record.id).filter(({ from }) => !isActiveOn(span, from)).length;

/** Organisations that were or are below another one while it did not exist. */
const organisationsOutside = (
  { record, tree }: OrganisationWithTree,
  span: LifeSpan,
  committees: readonly Item[],
): number => {
  const below = Object.entries(tree.units).filter(([id, unit]) =>
    parentSpans(parentHistory(tree, id)).some(
      ({ parentId, from, until = unit.dissolvedOn }) =>
        parentId === record.id && (isBefore(from, span) || isLeftBelow({ dissolvedOn: until }, span)),
    ),
  );
  return below.length + committees.filter((item) => isLeftBelow(readOrganisation(item).record, span)).length;
};

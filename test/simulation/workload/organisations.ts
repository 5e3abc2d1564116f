import {
  create,
  days,
  newest,
  type PlanGenerator,
  perhaps,
  randomExternalIds,
  remove,
  update,
  upsert,
  type WorkloadContext,
} from "./context.ts";

const kinds = ["cell", "cell", "departmental-committee", "grassroots-committee", "superior-committee"] as const;
type Kind = (typeof kinds)[number];

const listOf = ({ known }: WorkloadContext, kind: Kind) =>
  ({
    cell: known.cells,
    "departmental-committee": known.departments,
    "grassroots-committee": known.tenantIds,
    "superior-committee": known.superiors,
  })[kind];

/** Usually an allowed parent of the kind, sometimes another. */
const parentFor = ({ random, known }: WorkloadContext, kind: Kind): string | undefined => {
  if (kind === "grassroots-committee" || kind === "superior-committee") return random.pick(known.superiors);
  return random.pick(
    kind === "cell" ? [...known.tenantIds, ...known.departments, ...known.superiors] : known.tenantIds,
  );
};

const inputOf = (context: WorkloadContext, kind: Kind) => ({
  kind,
  name: context.marker(),
  parentId: parentFor(context, kind),
  establishedOn: perhaps(context.random, 0.5, days),
  dissolvedOn: context.random.chance(0.2) ? "2022-01-01" : undefined,
  externalIds: randomExternalIds(context),
});

const pickKind = ({ random }: WorkloadContext) => random.one(kinds);

const add: PlanGenerator = (context) => {
  const kind = pickKind(context);
  return create(context, "Organisation", inputOf(context, kind), listOf(context, kind));
};

const put: PlanGenerator = (context) => {
  const kind = pickKind(context);
  return upsert(context, "Organisation", () => inputOf(context, kind), listOf(context, kind));
};

const change: PlanGenerator = (context) => {
  const { random } = context;
  const kind = pickKind(context);
  return update(context, "Organisation", newest(random, listOf(context, kind)), (name) => ({
    name,
    parentId: random.chance(0.5) ? parentFor(context, kind) : undefined,
    establishedOn: perhaps(random, 0.4, days),
    externalIds: randomExternalIds(context),
  }));
};

const dissolve: PlanGenerator = (context) =>
  remove("Organisation", newest(context.random, listOf(context, pickKind(context))));

export const organisations = [add, add, change, change, change, dissolve, dissolve, put];
/** Changes that invalidate what other callers rely on. */
export const upheavals = [change, dissolve];

// The last superior of the initial table, its only committee and the committee's only meeting.
const endMeeting: PlanGenerator = ({ all }) => remove("Meeting", all.meetings.at(-1));
const endSuperior: PlanGenerator = ({ all }) => remove("Organisation", all.superiors.at(-1));
const moveAway: PlanGenerator = (context) => {
  const { superiors, tenantIds } = context.all;
  return update(context, "Organisation", tenantIds.at(-1), (name) => ({ name, parentId: superiors[1] }));
};

/** Removes what a superior counts while the superior itself is deleted. */
export const leavings = [endMeeting, moveAway, moveAway, endSuperior, endSuperior, endSuperior];

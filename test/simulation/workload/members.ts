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

/** Few member numbers, so that they collide. */
const someNumber = ({ random }: WorkloadContext) => (random.chance(0.5) ? String(1 + random.below(3)) : undefined);

const somePositions = ({ random, known }: WorkloadContext) => {
  if (!random.chance(0.3)) return undefined;
  const organisationId = random.pick([...known.tenantIds, ...known.superiors, ...known.departments]);
  return [{ organisationId, role: "secretary" }];
};

const inputOf = (context: WorkloadContext) => {
  const { random, known } = context;
  return {
    organisationId: random.pick(known.cells),
    fullName: context.marker(),
    memberNumber: someNumber(context),
    gender: random.pick(["female", "male", undefined]),
    joinedOn: perhaps(random, 0.6, days),
    confirmedOn: perhaps(random, 0.3, days),
    confirmed: random.chance(0.2) ? true : undefined,
    positions: somePositions(context),
    externalIds: randomExternalIds(context),
  };
};

const add: PlanGenerator = (context) => create(context, "Member", inputOf(context), context.known.members);
const put: PlanGenerator = (context) => upsert(context, "Member", () => inputOf(context), context.known.members);

const change: PlanGenerator = (context) => {
  const { random, known } = context;
  return update(context, "Member", random.pick(known.members), (fullName) => ({
    fullName,
    organisationId: perhaps(random, 0.3, known.cells),
    memberNumber: random.chance(0.2) ? null : someNumber(context),
    joinedOn: perhaps(random, 0.3, days),
    positions: somePositions(context),
    externalIds: random.chance(0.1) ? null : randomExternalIds(context),
  }));
};

const entryKinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;

const addEntry: PlanGenerator = ({ random, known, marker }) => {
  const memberId = random.pick(known.members);
  if (memberId === undefined) return undefined;
  const kind = random.pick(entryKinds);
  const on = random.pick(days);
  const organisationId = kind === "transferred" ? random.pick(known.cells) : undefined;
  const body = { kind, on, organisationId, reason: marker() };
  return { operation: "addHistoryEntry", params: { memberId }, withKey: true, body };
};

const removeMember: PlanGenerator = ({ random, known }) => remove("Member", newest(random, known.members));

/** Members that are created and deleted. */
export const fluctuation = [add, removeMember, removeMember];
export const members = [add, add, change, change, change, addEntry, addEntry, removeMember, put, put];

import type { Plan } from "../callers/retrying-caller.ts";
import {
  days,
  newest,
  randomExternalIds,
  remember,
  remove,
  update,
  upsert,
  type WorkloadContext,
  withoutUndefined,
} from "./context.ts";

/** Few member numbers, so that they collide. */
const someNumber = ({ random }: WorkloadContext) => (random.chance(0.5) ? String(1 + random.below(3)) : undefined);

const someDay = ({ random }: WorkloadContext, probability: number) =>
  random.chance(probability) ? random.pick(days) : undefined;

const somePositions = ({ random, known }: WorkloadContext) =>
  random.chance(0.3)
    ? [
        {
          organisationId: random.pick([...known.tenantIds, ...known.superiors, ...known.departments]),
          role: "secretary",
        },
      ]
    : undefined;

const inputOf = (context: WorkloadContext): object => {
  const { random, known } = context;
  return withoutUndefined({
    organisationId: random.pick(known.cells),
    fullName: context.marker(),
    memberNumber: someNumber(context),
    gender: random.pick(["female", "male", undefined]),
    joinedOn: someDay(context, 0.6),
    confirmedOn: someDay(context, 0.3),
    confirmed: random.chance(0.2) ? true : undefined,
    positions: somePositions(context),
    externalIds: randomExternalIds(context),
  });
};

const create = (context: WorkloadContext): Plan => ({
  operation: "createMember",
  body: inputOf(context),
  withKey: context.random.chance(0.9),
  onSuccess: remember(context.known.members),
});

const change = (context: WorkloadContext) => {
  const { random, known } = context;
  return update(context, "Member", known.members, (fullName) => ({
    fullName,
    organisationId: random.chance(0.3) ? random.pick(known.cells) : undefined,
    memberNumber: random.chance(0.2) ? null : someNumber(context),
    joinedOn: someDay(context, 0.3),
    positions: somePositions(context),
    externalIds: random.chance(0.1) ? null : randomExternalIds(context),
  }));
};

const kinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;

const addEntry = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const memberId = random.pick(known.members);
  if (memberId === undefined) return undefined;
  const kind = random.pick(kinds);
  return {
    operation: "addHistoryEntry",
    params: { memberId },
    withKey: true,
    body: withoutUndefined({
      kind,
      on: random.pick(days),
      organisationId: kind === "transferred" ? random.pick(known.cells) : undefined,
      reason: context.marker(),
    }),
  };
};

const removeMember = ({ random, known }: WorkloadContext) => remove("Member", newest(random, known.members));

const put = (context: WorkloadContext) =>
  upsert(context, "Member", () => inputOf(context), remember(context.known.members));

/** Members that are created and deleted. */
export const fluctuation = [create, removeMember, removeMember];
export const members = [create, create, change, change, change, addEntry, addEntry, removeMember, put, put];

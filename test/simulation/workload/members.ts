import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, days, given, newest, someExternalIds } from "./context.ts";

/** Numbers of members: few, so that they meet. */
const someNumber = ({ random }: Drawing) => (random.chance(0.5) ? String(1 + random.below(3)) : undefined);

const someDay = ({ random }: Drawing, probability: number) =>
  random.chance(probability) ? random.pick(days) : undefined;

const somePositions = ({ random, known }: Drawing) =>
  random.chance(0.3)
    ? [
        {
          organisationId: random.pick([...known.tenantIds, ...known.superiors, ...known.departments]),
          role: "secretary",
        },
      ]
    : undefined;

const inputOf = (drawing: Drawing): object => {
  const { random, known } = drawing;
  return given({
    organisationId: random.pick(known.cells),
    fullName: drawing.mark(),
    memberNumber: someNumber(drawing),
    gender: random.pick(["female", "male", undefined]),
    joinedOn: someDay(drawing, 0.6),
    confirmedOn: someDay(drawing, 0.3),
    confirmed: random.chance(0.2) ? true : undefined,
    positions: somePositions(drawing),
    externalIds: someExternalIds(drawing),
  });
};

const remember =
  ({ known }: Drawing) =>
  (record: Record<string, unknown>): void => {
    known.members.push(String(record.id));
  };

const create = (drawing: Drawing): Plan => ({
  operation: "createMember",
  body: inputOf(drawing),
  keyed: drawing.random.chance(0.9),
  learn: remember(drawing),
});

const change = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const memberId = random.pick(known.members);
  if (memberId === undefined) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updateMember",
    params: { memberId },
    read: "getMember",
    mark,
    body: given({
      fullName: mark,
      organisationId: random.chance(0.3) ? random.pick(known.cells) : undefined,
      memberNumber: random.chance(0.2) ? null : someNumber(drawing),
      joinedOn: someDay(drawing, 0.3),
      positions: somePositions(drawing),
      externalIds: random.chance(0.1) ? null : someExternalIds(drawing),
    }),
  };
};

const kinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;

const tell = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const memberId = random.pick(known.members);
  if (memberId === undefined) return undefined;
  const kind = random.pick(kinds);
  return {
    operation: "addHistoryEntry",
    params: { memberId },
    keyed: true,
    body: given({
      kind,
      on: random.pick(days),
      organisationId: kind === "transferred" ? random.pick(known.cells) : undefined,
      reason: drawing.mark(),
    }),
  };
};

const remove = ({ random, known }: Drawing): Plan | undefined => {
  const memberId = newest(random, known.members);
  return memberId === undefined ? undefined : { operation: "deleteMember", params: { memberId }, read: "getMember" };
};

const put = (drawing: Drawing): Plan => ({
  operation: "putMemberByExternalId",
  params: { source: "hr", externalId: String(1 + drawing.random.below(2)) },
  body: { ...inputOf(drawing), externalIds: {} },
  learn: remember(drawing),
});

/** Members that come and go. */
export const fluctuation = [create, remove, remove];
export const members = [create, create, change, change, change, tell, tell, remove, put, put];

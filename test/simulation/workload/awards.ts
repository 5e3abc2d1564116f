import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, given, someExternalIds } from "./context.ts";

/** Awards out of so few that the same is given to the same twice. */
const inputOf = (drawing: Drawing): object => {
  const { random, known } = drawing;
  const meetingId = random.chance(0.6) ? random.pick(known.meetings) : undefined;
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  const presentedBy = meetingId !== undefined && random.chance(0.5) ? random.pick(there)?.id : undefined;
  const recipient = random.chance(0.5)
    ? { memberId: random.pick(known.members) }
    : { organisationId: random.pick([...known.cells, ...known.departments]) };
  return given({
    organisationId: random.pick([...known.tenantIds, ...known.cells]),
    form: "commendation",
    title: "Hoàn thành tốt nhiệm vụ",
    year: random.pick([2019, 2020]),
    decision: { number: drawing.mark(), date: "2020-12-01" },
    meetingId,
    recipients: [given({ ...recipient, presentedBy })],
    conferredBy: random.chance(0.7) ? known.superiors[1] : undefined,
    externalIds: someExternalIds(drawing),
  });
};

const remember =
  ({ known }: Drawing) =>
  (record: Record<string, unknown>): void => {
    known.awards.push(String(record.id));
  };

const create = (drawing: Drawing): Plan => ({
  operation: "createAward",
  body: inputOf(drawing),
  keyed: drawing.random.chance(0.9),
  learn: remember(drawing),
});

const change = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const awardId = random.pick(known.awards);
  if (awardId === undefined) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updateAward",
    params: { awardId },
    read: "getAward",
    mark,
    body: given({
      decision: { number: mark, date: "2020-12-02" },
      meetingId: random.chance(0.5) ? (random.pick(known.meetings) ?? null) : undefined,
      organisationId: random.chance(0.3) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
      externalIds: random.chance(0.1) ? null : someExternalIds(drawing),
    }),
  };
};

const remove = ({ random, known }: Drawing): Plan | undefined => {
  const awardId = random.pick(known.awards);
  return awardId === undefined ? undefined : { operation: "deleteAward", params: { awardId }, read: "getAward" };
};

const put = (drawing: Drawing): Plan => ({
  operation: "putAwardByExternalId",
  params: { source: "hr", externalId: String(1 + drawing.random.below(2)) },
  body: { ...inputOf(drawing), externalIds: {} },
  learn: remember(drawing),
});

export const awards = [create, create, create, change, change, remove, put];

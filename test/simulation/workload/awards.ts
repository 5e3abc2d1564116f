import {
  create,
  type PlanGenerator,
  perhaps,
  randomExternalIds,
  remove,
  update,
  upsert,
  type WorkloadContext,
} from "./context.ts";

/** Few awards, so that a recipient gets the same award twice. */
const inputOf = (context: WorkloadContext) => {
  const { random, known } = context;
  const meetingId = perhaps(random, 0.6, known.meetings);
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  const presentedBy = meetingId !== undefined ? perhaps(random, 0.5, there)?.id : undefined;
  const recipient = random.chance(0.5)
    ? { memberId: random.pick(known.members) }
    : { organisationId: random.pick([...known.cells, ...known.departments]) };
  return {
    organisationId: random.pick([...known.tenantIds, ...known.cells]),
    form: "commendation",
    title: "Hoàn thành tốt nhiệm vụ",
    year: random.pick([2019, 2020]),
    decision: { number: context.marker(), date: "2020-12-01" },
    meetingId,
    recipients: [{ ...recipient, presentedBy }],
    conferredBy: random.chance(0.7) ? known.superiors[1] : undefined,
    externalIds: randomExternalIds(context),
  };
};

const add: PlanGenerator = (context) => create(context, "Award", inputOf(context), context.known.awards);
const put: PlanGenerator = (context) => upsert(context, "Award", () => inputOf(context), context.known.awards);

const change: PlanGenerator = (context) => {
  const { random, known } = context;
  return update(context, "Award", random.pick(known.awards), (number) => ({
    decision: { number, date: "2020-12-02" },
    meetingId: random.chance(0.5) ? (random.pick(known.meetings) ?? null) : undefined,
    organisationId: perhaps(random, 0.3, [...known.tenantIds, ...known.cells]),
    externalIds: random.chance(0.1) ? null : randomExternalIds(context),
  }));
};

const withdraw: PlanGenerator = ({ random, known }) => remove("Award", random.pick(known.awards));

export const awards = [add, add, add, change, change, withdraw, put];

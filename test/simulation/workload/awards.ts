import type { Plan } from "../callers/retrying-caller.ts";
import { forOne, randomExternalIds, remember, type WorkloadContext, withoutUndefined } from "./context.ts";

/** Few awards, so that a recipient gets the same award twice. */
const inputOf = (context: WorkloadContext): object => {
  const { random, known } = context;
  const meetingId = random.chance(0.6) ? random.pick(known.meetings) : undefined;
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  const presentedBy = meetingId !== undefined && random.chance(0.5) ? random.pick(there)?.id : undefined;
  const recipient = random.chance(0.5)
    ? { memberId: random.pick(known.members) }
    : { organisationId: random.pick([...known.cells, ...known.departments]) };
  return withoutUndefined({
    organisationId: random.pick([...known.tenantIds, ...known.cells]),
    form: "commendation",
    title: "Hoàn thành tốt nhiệm vụ",
    year: random.pick([2019, 2020]),
    decision: { number: context.marker(), date: "2020-12-01" },
    meetingId,
    recipients: [withoutUndefined({ ...recipient, presentedBy })],
    conferredBy: random.chance(0.7) ? known.superiors[1] : undefined,
    externalIds: randomExternalIds(context),
  });
};

const create = (context: WorkloadContext): Plan => ({
  operation: "createAward",
  body: inputOf(context),
  withKey: context.random.chance(0.9),
  onSuccess: remember(context.known.awards),
});

const change = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  return forOne(context, known.awards, (awardId) => {
  const marker = context.marker();
    return {
    operation: "updateAward",
    params: { awardId },
    read: "getAward",
    marker,
    body: withoutUndefined({
      decision: { number: marker, date: "2020-12-02" },
      meetingId: random.chance(0.5) ? (random.pick(known.meetings) ?? null) : undefined,
      organisationId: random.chance(0.3) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
      externalIds: random.chance(0.1) ? null : randomExternalIds(context),
    }),
    };
  });
};

const remove = ({ random, known }: WorkloadContext): Plan | undefined => {
  const awardId = random.pick(known.awards);
  return awardId === undefined ? undefined : { operation: "deleteAward", params: { awardId }, read: "getAward" };
};

const put = (context: WorkloadContext): Plan => ({
  operation: "putAwardByExternalId",
  params: { source: "hr", externalId: String(1 + context.random.below(2)) },
  body: { ...inputOf(context), externalIds: {} },
  onSuccess: remember(context.known.awards),
});

export const awards = [create, create, create, change, change, remove, put];

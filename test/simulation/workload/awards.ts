import type { Plan } from "../callers/retrying-caller.ts";
import {
  randomExternalIds,
  remember,
  remove,
  update,
  upsert,
  type WorkloadContext,
  withoutUndefined,
} from "./context.ts";

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

const change = (context: WorkloadContext) => {
  const { random, known } = context;
  return update(context, "Award", known.awards, (number) => ({
    decision: { number, date: "2020-12-02" },
    meetingId: random.chance(0.5) ? (random.pick(known.meetings) ?? null) : undefined,
    organisationId: random.chance(0.3) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
    externalIds: random.chance(0.1) ? null : randomExternalIds(context),
  }));
};

const removeAward = ({ random, known }: WorkloadContext) => remove("Award", random.pick(known.awards));

const put = (context: WorkloadContext) =>
  upsert(context, "Award", () => inputOf(context), remember(context.known.awards));

export const awards = [create, create, create, change, change, removeAward, put];

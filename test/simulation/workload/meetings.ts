import type { Plan } from "../callers/retrying-caller.ts";
import { forOne, days, randomExternalIds, remember, type WorkloadContext, withoutUndefined } from "./context.ts";

const inputOf = (context: WorkloadContext): object => {
  const { random, known } = context;
  return withoutUndefined({
    organisationId: random.pick([...known.tenantIds, ...known.cells, ...known.departments]),
    kind: random.pick(["regular", "review"]),
    title: context.marker(),
    startsOn: random.pick(days),
    status: random.pick(["planned", "held", "held"]),
    visibility: random.pick(["public", "internal", "public"]),
    externalIds: randomExternalIds(context),
  });
};

const create = (context: WorkloadContext): Plan => ({
  operation: "createMeeting",
  body: inputOf(context),
  withKey: context.random.chance(0.9),
  onSuccess: remember(context.known.meetings),
});

const change = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  return forOne(context, known.meetings, (meetingId) => {
  const marker = context.marker();
    return {
    operation: "updateMeeting",
    params: { meetingId },
    read: "getMeeting",
    marker,
    body: withoutUndefined({
      title: marker,
      organisationId: random.chance(0.3) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
      startsOn: random.chance(0.4) ? random.pick(days) : undefined,
      status: random.chance(0.4) ? random.pick(["planned", "held"]) : undefined,
      visibility: random.chance(0.5) ? random.pick(["public", "internal"]) : undefined,
      externalIds: random.chance(0.1) ? null : randomExternalIds(context),
    }),
    };
  });
};

const remove = ({ random, known }: WorkloadContext): Plan | undefined => {
  const meetingId = random.pick(known.meetings);
  return meetingId === undefined
    ? undefined
    : { operation: "deleteMeeting", params: { meetingId }, read: "getMeeting" };
};

const put = (context: WorkloadContext): Plan => ({
  operation: "putMeetingByExternalId",
  params: { source: "hr", externalId: String(1 + context.random.below(2)) },
  body: { ...inputOf(context), externalIds: {} },
  onSuccess: remember(context.known.meetings),
});

export const meetings = [create, change, change, remove, put];
export const changeMeeting = change;
export const removeMeeting = remove;

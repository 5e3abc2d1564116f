import type { Plan } from "../callers/retrying-caller.ts";
import {
  days,
  randomExternalIds,
  remember,
  remove,
  update,
  upsert,
  type WorkloadContext,
  withoutUndefined,
} from "./context.ts";

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

export const changeMeeting = (context: WorkloadContext) => {
  const { random, known } = context;
  return update(context, "Meeting", known.meetings, (title) => ({
    title,
    organisationId: random.chance(0.3) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
    startsOn: random.chance(0.4) ? random.pick(days) : undefined,
    status: random.chance(0.4) ? random.pick(["planned", "held"]) : undefined,
    visibility: random.chance(0.5) ? random.pick(["public", "internal"]) : undefined,
    externalIds: random.chance(0.1) ? null : randomExternalIds(context),
  }));
};

export const removeMeeting = ({ random, known }: WorkloadContext) => remove("Meeting", random.pick(known.meetings));

const put = (context: WorkloadContext) =>
  upsert(context, "Meeting", () => inputOf(context), remember(context.known.meetings));

export const meetings = [create, changeMeeting, changeMeeting, removeMeeting, put];

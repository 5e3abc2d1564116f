import type { Plan } from "../callers/retrying-caller.ts";
import { days, newest, randomExternalIds, type WorkloadContext, withoutUndefined } from "./context.ts";

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
const parentFor = (context: WorkloadContext, kind: Kind): string | undefined => {
  const { random, known } = context;
  if (kind === "grassroots-committee" || kind === "superior-committee") return random.pick(known.superiors);
  const committees = kind === "cell" ? [...known.tenantIds, ...known.departments, ...known.superiors] : known.tenantIds;
  return random.pick(committees);
};

const inputOf = (context: WorkloadContext, kind: Kind): object =>
  withoutUndefined({
    kind,
    name: context.marker(),
    parentId: parentFor(context, kind),
    establishedOn: context.random.chance(0.5) ? context.random.pick(days) : undefined,
    dissolvedOn: context.random.chance(0.2) ? "2022-01-01" : undefined,
    externalIds: randomExternalIds(context),
  });

const pickKind = ({ random }: WorkloadContext): Kind => random.pick(kinds) ?? "cell";

const create = (context: WorkloadContext): Plan => {
  const kind = pickKind(context);
  const list = listOf(context, kind);
  return {
    operation: "createOrganisation",
    body: inputOf(context, kind),
    withKey: context.random.chance(0.9),
    onSuccess: ({ id }) => list.push(String(id)),
  };
};

const anyOne = (context: WorkloadContext): { id: string; kind: Kind } | undefined => {
  const kind = pickKind(context);
  const id = newest(context.random, listOf(context, kind));
  return id === undefined ? undefined : { id, kind };
};

const change = (context: WorkloadContext): Plan | undefined => {
  const one = anyOne(context);
  if (!one) return undefined;
  const { random } = context;
  const marker = context.marker();
  return {
    operation: "updateOrganisation",
    params: { organisationId: one.id },
    read: "getOrganisation",
    marker,
    body: withoutUndefined({
      name: marker,
      parentId: random.chance(0.5) ? parentFor(context, one.kind) : undefined,
      establishedOn: random.chance(0.4) ? random.pick(days) : undefined,
      externalIds: randomExternalIds(context),
    }),
  };
};

const remove = (context: WorkloadContext): Plan | undefined => {
  const one = anyOne(context);
  return one && { operation: "deleteOrganisation", params: { organisationId: one.id }, read: "getOrganisation" };
};

const put = (context: WorkloadContext): Plan => {
  const kind = pickKind(context);
  const list = listOf(context, kind);
  return {
    operation: "putOrganisationByExternalId",
    params: { source: "hr", externalId: String(1 + context.random.below(2)) },
    body: { ...inputOf(context, kind), externalIds: {} },
    onSuccess: ({ id }) => list.push(String(id)),
  };
};

export const organisations = [create, create, change, change, change, remove, remove, put];
/** Changes that invalidate what other callers rely on. */
export const upheavals = [change, remove];

/** The last superior of the initial table, its only committee and the committee's only meeting. */
const leaving = ({ all }: WorkloadContext) => ({
  superior: all.superiors.at(-1) ?? "",
  tenantId: all.tenantIds.at(-1) ?? "",
  meeting: all.meetings.at(-1) ?? "",
});

const endMeeting = (context: WorkloadContext): Plan => ({
  operation: "deleteMeeting",
  params: { meetingId: leaving(context).meeting },
  read: "getMeeting",
});

const moveAway = (context: WorkloadContext): Plan => {
  const marker = context.marker();
  return {
    operation: "updateOrganisation",
    params: { organisationId: leaving(context).tenantId },
    read: "getOrganisation",
    marker,
    body: { name: marker, parentId: context.all.superiors[1] },
  };
};

const endSuperior = (context: WorkloadContext): Plan => ({
  operation: "deleteOrganisation",
  params: { organisationId: leaving(context).superior },
  read: "getOrganisation",
});

/** Removes what a superior counts while the superior itself is deleted. */
export const leavings = [endMeeting, moveAway, moveAway, endSuperior, endSuperior, endSuperior];

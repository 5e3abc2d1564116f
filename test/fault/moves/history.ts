import fc from "fast-check";
import { awardInput } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { createMeeting, updateMeeting } from "../../../lib/meetings/writes.ts";
import { addHistoryEntry } from "../../../lib/members/history.ts";
import { historyInput, memberInput } from "../../../lib/members/schema.ts";
import type { TimelineEntry } from "../../../lib/members/timeline.ts";
import { createMember } from "../../../lib/members/writes.ts";
import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { moveInput } from "../../../lib/organisations/schema.ts";
import type { RequestContext, Result } from "../../../lib/records/request-context.ts";
import { ownLength } from "../../../lib/shared/ids.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { calendar } from "../../unit/members/naive.ts";
import { arrived, type Plain, type PlainOrganisation } from "./plain.ts";

/** A random step. Organisations and records are numbers, drawn before they exist. */
export type Step =
  | { kind: "move"; who: number; to: number; on: string }
  | { kind: "join"; cell: number; on: string; confirmed: boolean }
  | {
      kind: "history";
      member: number;
      entry: "transferred" | "departed" | "confirmed" | "suspended";
      cell: number;
      on: string;
    }
  | { kind: "meet"; where: number; on: string }
  | { kind: "postpone"; meeting: number; on: string }
  | { kind: "award"; where: number; year: number };

const number = fc.nat({ max: 99 });
const day = fc.constantFrom(...calendar);
const stepOf = <K extends Step["kind"], T>(
  weight: number,
  kind: K,
  fields: { [F in keyof T]: fc.Arbitrary<T[F]> },
) => ({
  weight,
  arbitrary: fc.record(fields).map((drawn) => ({ kind, ...drawn })),
});
const entries = ["transferred", "departed", "confirmed", "suspended"] as const;
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  stepOf(5, "move", { who: number, to: number, on: day }),
  stepOf(2, "join", { cell: number, on: day, confirmed: fc.boolean() }),
  stepOf(2, "history", { member: number, entry: fc.constantFrom(...entries), cell: number, on: day }),
  stepOf(1, "meet", { where: number, on: day }),
  stepOf(1, "postpone", { meeting: number, on: day }),
  stepOf(1, "award", { where: number, year: fc.constantFrom(2019, 2020) }),
);

const nth = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(1, all.length)];
const idIn = ({ record }: Result) => (record as { id: string }).id;

/** Possible parents: of units in their tenant, of committees superiors. Cycles are included, and rejected by the service. */
const plausible = (all: readonly PlainOrganisation[], { id, kind }: PlainOrganisation) =>
  all.filter((to) =>
    kind === "cell" || kind === "departmental-committee"
      ? to.id.endsWith(id.slice(-ownLength)) && to.kind !== "cell"
      : to.kind === "superior-committee",
  );

/** A request to the service, and its effect on the model. */
export type Action = { run(context: RequestContext): Promise<Result>; note(done: Result): void };

export const actionOf = (plain: Plain, step: Step, name: string): Action | undefined => {
  const all = [...plain.organisations.values()];
  const cells = all.filter(({ kind }) => kind === "cell").map(({ id }) => id);
  switch (step.kind) {
    case "move": {
      const who = nth(all, step.who);
      const to = nth(who ? plausible(all, who) : [], step.to);
      if (!who || !to) return undefined;
      const move = { parentId: to.id, on: step.on };
      return {
        run: (context) => moveOrganisation(context, who.id, { validation: validateInput(moveInput, move) }),
        note: (done) => {
          who.moves = arrived(who.moves, { ...move, id: idIn(done) });
        },
      };
    }
    case "join": {
      const organisationId = nth(cells, step.cell) ?? "";
      const beginning = { organisationId, joinedOn: step.on, ...(step.confirmed ? { confirmed: true as const } : {}) };
      return {
        run: (context) => createMember(context, validateInput(memberInput, { ...beginning, fullName: name })),
        note: (done) => plain.members.set(idIn(done), { initialState: beginning, entries: [] }),
      };
    }
    case "history":
      return historyOf(plain, step, cells);
    case "meet": {
      const organisationId = nth(all, step.where)?.id ?? "";
      const input = { organisationId, kind: "regular", title: name, startsOn: step.on, status: "held" };
      return {
        run: (context) => createMeeting(context, validateInput(meetingInput, input)),
        note: (done) => plain.meetings.set(idIn(done), { organisationId, day: step.on, version: 1 }),
      };
    }
    case "postpone": {
      const [id, meeting] = nth([...plain.meetings], step.meeting) ?? [];
      if (!id || !meeting || meeting.day === step.on) return undefined;
      return {
        run: (context) =>
          updateMeeting(context, id, {
            precondition: { any: true },
            change: (now) => validateInput(meetingInput, mergePatch(now, { startsOn: step.on })),
            dependents: [],
          }),
        note: ({ version = 0 }) => {
          const known = plain.meetings.get(id)?.version ?? 0;
          if (version > known) plain.meetings.set(id, { ...meeting, day: step.on, version });
        },
      };
    }
    case "award": {
      const organisationId = nth(all, step.where)?.id ?? "";
      const input = {
        organisationId,
        form: "commendation",
        title: name,
        year: step.year,
        recipients: [{ organisationId }],
      };
      return {
        run: (context) => createAward(context, validateInput(awardInput, input), "en"),
        note: () => plain.awards.push({ organisationId, year: step.year }),
      };
    }
  }
};

const historyOf = (
  plain: Plain,
  step: Extract<Step, { kind: "history" }>,
  cells: readonly string[],
): Action | undefined => {
  const [id, timeline] = nth([...plain.members], step.member) ?? [];
  if (!id || !timeline) return undefined;
  const tenantId = id.slice(-ownLength);
  const cell = nth(
    cells.filter((one) => one.endsWith(tenantId)),
    step.cell,
  );
  const input = { kind: step.entry, on: step.on, ...(step.entry === "transferred" ? { organisationId: cell } : {}) };
  return {
    run: (context) =>
      addHistoryEntry(context, id, { precondition: undefined, validation: validateInput(historyInput, input) }),
    note: (done) => {
      const entries = arrived(plain.members.get(id)?.entries ?? [], { ...input, id: idIn(done) } as TimelineEntry);
      plain.members.set(id, { ...timeline, entries });
    },
  };
};

import fc from "fast-check";
import {
  effectsOf,
  isCounted,
  type MembershipTimeline,
  mayVote,
  periodsOf,
  stateOn,
  type TimelineEntry,
} from "../../../lib/members/timeline.ts";
import { resolveVoids } from "../../../lib/members/voids.ts";
import { anyBeginning, anyEntry, arrive, calendar, recount } from "./naive.ts";

const cell = "CELL1";
type Kind = TimelineEntry["kind"];
type Start = Partial<MembershipTimeline["initialState"]>;
const entry = (id: string, kind: Kind, on: string, more: Partial<TimelineEntry> = {}) => ({ id, kind, on, ...more });
const timelineOf = (start: Start, ...entries: TimelineEntry[]): MembershipTimeline => ({
  initialState: { organisationId: cell, ...start },
  entries,
});
const standingOn = (timeline: MembershipTimeline, day: string) => stateOn(timeline, day)?.standing;

describe("The start of a timeline", () => {
  test("is the day of joining, else of admission, else open", () => {
    const [joined] = periodsOf(timelineOf({ admittedOn: "2010-01-01", joinedOn: "2015-05-05" }));
    const [admitted] = periodsOf(timelineOf({ admittedOn: "2010-01-01" }));
    const [unknown] = periodsOf(timelineOf({}));
    expect([joined?.from, admitted?.from, unknown?.from]).toEqual(["2015-05-05", "2010-01-01", undefined]);
  });

  test("is probationary without a confirmation, also long after the admission", () => {
    expect(standingOn(timelineOf({ admittedOn: "1950-01-01" }), "2023-12-26")).toBe("probationary");
    expect(standingOn(timelineOf({ confirmed: true }), "1931-01-01")).toBe("official");
    const confirmed = timelineOf({ admittedOn: "2010-01-01", confirmedOn: "2011-01-01" });
    expect(standingOn(confirmed, "2010-12-31")).toBe("probationary");
    expect(standingOn(confirmed, "2011-01-01")).toBe("official");
  });
});

describe("A history", () => {
  test("removes the vote of suspended members, who still count, until they resume", () => {
    const timeline = timelineOf(
      { confirmed: true },
      entry("1", "suspended", "2020-01-01"),
      entry("2", "resumed", "2020-06-01"),
    );
    const votes = (day: string) => {
      const state = stateOn(timeline, day);
      return state && mayVote(state);
    };
    expect([votes("2019-12-31"), votes("2020-01-01"), votes("2020-06-01")]).toEqual([true, false, true]);
    expect(standingOn(timeline, "2020-01-01")).toBe("official");
  });

  test("leaves the state unchanged if an entry does not fit", () => {
    const idle = [
      entry("1", "resumed", "2020-01-01"),
      entry("2", "readmitted", "2020-01-02"),
      entry("3", "confirmed", "2020-01-03"),
      entry("4", "transferred", "2020-01-04", { organisationId: cell }),
    ];
    expect(periodsOf(timelineOf({ confirmed: true }, ...idle))).toHaveLength(1);
    const gone = timelineOf({}, entry("1", "departed", "2019-01-01"), entry("2", "confirmed", "2020-01-01"));
    expect(standingOn(gone, "2021-01-01")).toBe("former");
  });
});

describe("An entry that voids another", () => {
  const ids = (...entries: TimelineEntry[]) => resolveVoids(entries).acting.map(({ id }) => id);
  const departed = entry("1", "departed", "2020-01-01");
  const revocation = (id: string, voids: string): TimelineEntry => ({ id, voids });

  test("revokes it without a kind", () => {
    expect(ids(departed, revocation("2", "1"))).toEqual([]);
  });

  test("replaces it with a kind, also with the same kind, day and cell", () => {
    expect(ids(departed, { ...departed, id: "2", voids: "1" })).toEqual(["2"]);
    expect(ids(departed, entry("2", "departed", "2020-02-01", { voids: "1" }))).toEqual(["2"]);
    expect(ids(departed, entry("2", "suspended", "2020-01-01", { voids: "1" }))).toEqual(["2"]);
  });

  test("can be revoked, so that the first is effective again", () => {
    expect(ids(departed, revocation("2", "1"), revocation("3", "2"))).toEqual(["1"]);
    const moved = entry("2", "departed", "2020-02-01", { voids: "1" });
    expect(ids(departed, moved, revocation("3", "2"))).toEqual(["1"]);
    expect(ids(departed, moved, revocation("3", "2"), revocation("4", "3"))).toEqual(["2"]);
  });

  test("can be replaced without restoring the first", () => {
    const second = entry("2", "departed", "2020-02-01", { voids: "1" });
    expect(ids(departed, second, entry("3", "departed", "2020-03-01", { voids: "2" }))).toEqual(["3"]);
    expect(ids(departed, revocation("2", "1"), entry("3", "suspended", "2020-03-01", { voids: "2" }))).toEqual(["3"]);
  });

  test("takes its place among the entries of its day", () => {
    const move = (id: string, organisationId: string, voids?: string) =>
      entry(id, "transferred", "2020-01-01", { organisationId, ...(voids ? { voids } : {}) });
    const timeline = timelineOf({}, move("1", "B"), move("2", "C"), move("3", "D", "1"));
    expect(ids(...timeline.entries)).toEqual(["3", "2"]);
    expect(stateOn(timeline, "2020-01-01")?.organisationId).toBe("C");
    const revoked = [...timeline.entries, { id: "4", voids: "3" }, move("5", "E", "4")];
    expect(ids(...revoked)).toEqual(["5", "2"]);
  });
});

describe("The effect of an entry", () => {
  const effects = (timeline: MembershipTimeline) =>
    [...effectsOf(timeline)].map(([id, { voidedBy, effective }]) => [id, voidedBy, effective]);

  test("is none where the entry does not fit, is voided, or repeats what is known", () => {
    const entries = [
      entry("1", "resumed", "2019-06-01"),
      entry("2", "confirmed", "2020-01-01"),
      entry("3", "confirmed", "2020-02-01"),
      entry("4", "suspended", "2021-01-01"),
      entry("5", "suspended", "2021-01-01", { voids: "4" }),
    ];
    expect(effects(timelineOf({ joinedOn: "2019-01-01" }, ...entries))).toEqual([
      ["1", undefined, false],
      ["2", undefined, true],
      ["3", undefined, false],
      ["4", "5", false],
      ["5", undefined, true],
    ]);
  });

  test("of a revocation is that of the entry that it revokes", () => {
    const departed = entry("1", "departed", "2020-01-01");
    const idle = entry("2", "readmitted", "2019-01-01");
    const entries = [departed, idle, { id: "3", voids: "1" }, { id: "4", voids: "2" }];
    expect(effects(timelineOf({}, ...entries))).toEqual([
      ["1", "3", false],
      ["2", "4", false],
      ["3", undefined, true],
      ["4", undefined, false],
    ]);
    expect(effects(timelineOf({}, ...entries, { id: "5", voids: "3" })).slice(2)).toEqual([
      ["3", "5", false],
      ["4", undefined, false],
      ["5", undefined, true],
    ]);
  });

  test("of a confirmation before the start is that the member begins as official", () => {
    const early = entry("1", "confirmed", "2010-01-01");
    expect(effects(timelineOf({ joinedOn: "2015-01-01" }, early))).toEqual([["1", undefined, true]]);
    expect(effects(timelineOf({ joinedOn: "2015-01-01", confirmed: true }, early))).toEqual([["1", undefined, false]]);
  });
});

test("The state of a member on any day equals a recount day by day", () => {
  fc.assert(
    fc.property(
      anyBeginning(["A", "B", "C", "D"]),
      fc.array(anyEntry(["A", "B", "C", "D"]), { maxLength: 10 }),
      (beginning, drawn) => {
        const timeline = {
          initialState: beginning,
          entries: drawn.reduce(arrive, [] as MembershipTimeline["entries"]),
        };
        const expected = recount(timeline);
        for (const day of calendar) {
          const state = stateOn(timeline, day);
          const naive = expected.get(day);
          expect(state && [state.organisationId, isCounted(state), state.suspended]).toEqual(
            naive && [naive.cell, naive.counted, naive.suspended],
          );
          if (state && naive?.counted) expect(state.standing === "official").toBe(naive.official);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

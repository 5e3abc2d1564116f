import {
  effectiveEntries,
  type MembershipTimeline,
  mayVote,
  periodsOf,
  stateOn,
  type TimelineEntry,
} from "../../../lib/members/timeline.ts";

const cell = "CELL1";
const entry = (
  id: string,
  kind: TimelineEntry["kind"],
  on: string,
  more: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  id,
  kind,
  on,
  ...more,
});
const told = (
  beginning: Partial<MembershipTimeline["initialState"]>,
  ...entries: TimelineEntry[]
): MembershipTimeline => ({
  initialState: { organisationId: cell, ...beginning },
  entries,
});
const standingOn = (story: MembershipTimeline, day: string) => stateOn(story, day)?.standing;

describe("The beginning of a story", () => {
  test("is the day of joining, else of admission, else always", () => {
    const [joined] = periodsOf(told({ admittedOn: "2010-01-01", joinedOn: "2015-05-05" }));
    const [admitted] = periodsOf(told({ admittedOn: "2010-01-01" }));
    const [unknown] = periodsOf(told({}));
    expect([joined?.from, admitted?.from, unknown?.from]).toEqual(["2015-05-05", "2010-01-01", undefined]);
  });

  test("comes on the first day, and there is no state before it", () => {
    const story = told({ joinedOn: "2015-05-05" });
    expect(stateOn(story, "2015-05-04")).toBeUndefined();
    expect(standingOn(story, "2015-05-05")).toBe("probationary");
  });

  test("makes an official member only by confirmation, however long ago the admission", () => {
    expect(standingOn(told({ admittedOn: "1950-01-01" }), "2023-12-26")).toBe("probationary");
    expect(standingOn(told({ confirmed: true }), "1931-01-01")).toBe("official");
    const confirmed = told({ admittedOn: "2010-01-01", confirmedOn: "2011-01-01" });
    expect(standingOn(confirmed, "2010-12-31")).toBe("probationary");
    expect(standingOn(confirmed, "2011-01-01")).toBe("official");
  });

  test("keeps a confirmation from before the joining, by field or by history, and nothing else from before it", () => {
    const field = told({ joinedOn: "2015-05-05", confirmedOn: "2011-01-01" });
    const history = told({ joinedOn: "2015-05-05" }, entry("1", "confirmed", "2011-01-01"));
    const gone = told({ joinedOn: "2015-05-05" }, entry("1", "departed", "2011-01-01"));
    expect(standingOn(field, "2015-05-05")).toBe("official");
    expect(standingOn(history, "2015-05-05")).toBe("official");
    expect(standingOn(gone, "2015-05-05")).toBe("probationary");
  });
});

describe("A history", () => {
  test("acts by its days, whatever the order of arrival", () => {
    const back = entry("1", "readmitted", "2020-01-01");
    const gone = entry("2", "departed", "2019-01-01");
    for (const entries of [
      [back, gone],
      [gone, back],
    ]) {
      const story = told({ confirmed: true }, ...entries);
      expect(standingOn(story, "2018-12-31")).toBe("official");
      expect(standingOn(story, "2019-01-01")).toBe("former");
      expect(standingOn(story, "2020-01-01")).toBe("probationary");
    }
  });

  test("acts in order of arrival on one day", () => {
    const moved = (first: string, second: string) =>
      told(
        {},
        entry("1", "transferred", "2020-01-01", { organisationId: first }),
        entry("2", "transferred", "2020-01-01", { organisationId: second }),
      );
    expect(stateOn(moved("B", "C"), "2020-01-01")?.organisationId).toBe("C");
    expect(stateOn(moved("C", "B"), "2020-01-01")?.organisationId).toBe("B");
  });

  test("takes the vote of the suspended, counts them, and gives it back when they resume", () => {
    const story = told({ confirmed: true }, entry("1", "suspended", "2020-01-01"), entry("2", "resumed", "2020-06-01"));
    const votes = (day: string) => {
      const state = stateOn(story, day);
      return state && mayVote(state);
    };
    expect([votes("2019-12-31"), votes("2020-01-01"), votes("2020-06-01")]).toEqual([true, false, true]);
    expect(standingOn(story, "2020-01-01")).toBe("official");
  });

  test("gives the readmitted a new probation and, where told, another cell", () => {
    const story = told(
      { confirmed: true },
      entry("1", "departed", "2020-01-01"),
      entry("2", "readmitted", "2021-01-01", { organisationId: "CELL2" }),
      entry("3", "confirmed", "2022-01-01"),
    );
    expect(stateOn(story, "2021-01-01")).toEqual({
      organisationId: "CELL2",
      standing: "probationary",
      suspended: false,
    });
    expect(standingOn(story, "2022-01-01")).toBe("official");
  });

  test("leaves the state as it is where an entry cannot act", () => {
    const idle = [
      entry("1", "resumed", "2020-01-01"),
      entry("2", "readmitted", "2020-01-02"),
      entry("3", "confirmed", "2020-01-03"),
      entry("4", "transferred", "2020-01-04", { organisationId: cell }),
    ];
    expect(periodsOf(told({ confirmed: true }, ...idle))).toHaveLength(1);
    const gone = told({}, entry("1", "departed", "2019-01-01"), entry("2", "confirmed", "2020-01-01"));
    expect(standingOn(gone, "2021-01-01")).toBe("former");
  });
});

describe("An entry that voids another", () => {
  const ids = (...entries: TimelineEntry[]) => effectiveEntries(entries).map(({ id }) => id);
  const departed = entry("1", "departed", "2020-01-01");

  test("takes it back when it says the same", () => {
    expect(ids(departed, entry("2", "departed", "2020-01-01", { voids: "1" }))).toEqual([]);
  });

  test("takes its place when it says something else", () => {
    expect(ids(departed, entry("2", "departed", "2020-02-01", { voids: "1" }))).toEqual(["2"]);
    expect(ids(departed, entry("2", "suspended", "2020-01-01", { voids: "1" }))).toEqual(["2"]);
  });

  test("is itself taken back, so that the first acts again", () => {
    const back = entry("2", "departed", "2020-01-01", { voids: "1" });
    expect(ids(departed, back, { ...back, id: "3", voids: "2" })).toEqual(["1"]);
    const moved = entry("2", "departed", "2020-02-01", { voids: "1" });
    expect(ids(departed, moved, { ...moved, id: "3", voids: "2" })).toEqual(["1"]);
  });

  test("is corrected once more without bringing the first back", () => {
    const second = entry("2", "departed", "2020-02-01", { voids: "1" });
    expect(ids(departed, second, entry("3", "departed", "2020-03-01", { voids: "2" }))).toEqual(["3"]);
  });
});

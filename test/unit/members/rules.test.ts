import { historyEntryErrors, memberErrors, missingCellErrors } from "../../../lib/members/rules.ts";

const today = "2023-12-26";
const faultsOf = (member: Parameters<typeof memberErrors>[0]) =>
  memberErrors(member, today).map(({ pointer, code }) => `${pointer} ${code}`);

test("A member about whom little is known has no fault", () => {
  expect(faultsOf({ fullName: "Nguyễn Văn A" })).toEqual([]);
});

test("Days up to today are accepted, days of the future refused, each by its field", () => {
  const days = (day: string) =>
    faultsOf({
      birthDate: day,
      admittedOn: day,
      joinedOn: day,
      confirmedOn: day,
      positions: [{ organisationId: "X", role: "secretary", from: day, to: day }],
    });
  expect(days(today)).toEqual([]);
  expect(days("2023-12-27")).toEqual([
    "/birthDate in-the-future",
    "/admittedOn in-the-future",
    "/joinedOn in-the-future",
    "/confirmedOn in-the-future",
    "/positions/0/from in-the-future",
    "/positions/0/to in-the-future",
  ]);
});

test("A birth is accepted from eighty years before the Party's founding on, and refused earlier", () => {
  expect(faultsOf({ birthDate: "1850-02-03" })).toEqual([]);
  expect(faultsOf({ birthDate: "1850-02-02" })).toEqual(["/birthDate before-other"]);
});

test("Admission, joining and confirmation are accepted in their order, and refused before birth or admission", () => {
  const life = { birthDate: "1980-01-01", admittedOn: "2005-01-01", joinedOn: "2005-01-01", confirmedOn: "2006-01-01" };
  expect(faultsOf(life)).toEqual([]);
  expect(faultsOf({ ...life, confirmedOn: "2004-12-31" })).toEqual(["/confirmedOn before-other"]);
  expect(faultsOf({ ...life, joinedOn: "2004-12-31" })).toEqual(["/joinedOn before-other"]);
  expect(faultsOf({ ...life, birthDate: "2005-01-02" })).toEqual([
    "/admittedOn before-other",
    "/joinedOn before-other",
  ]);
});

test("A confirmation before the joining here is accepted: it happened elsewhere", () => {
  expect(faultsOf({ admittedOn: "2005-01-01", confirmedOn: "2006-01-01", joinedOn: "2010-01-01" })).toEqual([]);
});

test("A position that ends before it begins is refused", () => {
  const held = (from: string, to: string) =>
    faultsOf({ positions: [{ organisationId: "X", role: "secretary", from, to }] });
  expect(held("2020-01-01", "2020-01-01")).toEqual([]);
  expect(held("2020-01-02", "2020-01-01")).toEqual(["/positions/0/to before-other"]);
});

describe("An entry of a history", () => {
  const earlier = new Set(["KNOWN"]);
  const faults = (entry: Parameters<typeof historyEntryErrors>[0]) =>
    historyEntryErrors(entry, earlier, today).map(({ pointer, code }) => `${pointer} ${code}`);

  test("of any past day is accepted, of a future day refused", () => {
    expect(faults({ kind: "departed", on: today, decision: { number: "1-QĐ", date: today } })).toEqual([]);
    expect(faults({ kind: "departed", on: "2023-12-27", decision: { number: "1-QĐ", date: "2024-01-01" } })).toEqual([
      "/on in-the-future",
      "/decision/date in-the-future",
    ]);
  });

  test("names a cell where it leads to one, and is refused where the cell would say nothing", () => {
    expect(faults({ kind: "transferred", on: today, organisationId: "X" })).toEqual([]);
    expect(faults({ kind: "readmitted", on: today, organisationId: "X" })).toEqual([]);
    expect(faults({ kind: "suspended", on: today, organisationId: "X" })).toEqual(["/organisationId contradiction"]);
  });

  test("that transfers needs its cell", () => {
    expect(missingCellErrors({ kind: "transferred", organisationId: "X" })).toEqual([]);
    expect(missingCellErrors({ kind: "departed" })).toEqual([]);
    expect(missingCellErrors({ kind: "transferred" })).toEqual([{ pointer: "/organisationId", code: "required" }]);
  });

  test("voids one that has arrived, and is refused when it voids an unknown one", () => {
    expect(faults({ kind: "departed", on: today, voids: "KNOWN" })).toEqual([]);
    expect(faults({ kind: "departed", on: today, voids: "OTHER" })).toEqual(["/voids unknown-reference"]);
  });
});

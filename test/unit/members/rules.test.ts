import { historyEntryErrors, memberErrors } from "../../../lib/members/rules.ts";
import type { HistoryInput } from "../../../lib/members/schema.ts";
import type { FieldError } from "../../../lib/vocabulary/field-errors.ts";

const today = "2023-12-26";
const errorsOf = (member: Parameters<typeof memberErrors>[0]) =>
  memberErrors(member, today).map(({ pointer, code }) => `${pointer} ${code}`);

test("A member with only a name has no errors", () => {
  expect(errorsOf({ fullName: "Nguyễn Văn A" })).toEqual([]);
});

test("Days of a member up to today are accepted, future days are rejected", () => {
  const days = (day: string) =>
    errorsOf({
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

test("A birth date is accepted from 80 years before the founding of the Party, and rejected before", () => {
  expect(errorsOf({ birthDate: "1850-02-03" })).toEqual([]);
  expect(errorsOf({ birthDate: "1850-02-02" })).toEqual(["/birthDate before-other"]);
});

test("Days of a membership are accepted from the founding of the Party, and rejected before", () => {
  const days = (day: string) =>
    errorsOf({
      admittedOn: day,
      joinedOn: day,
      confirmedOn: day,
      positions: [{ organisationId: "X", role: "secretary", from: day }],
    });
  expect(days("1930-02-03")).toEqual([]);
  expect(days("1930-02-02")).toEqual([
    "/admittedOn before-other",
    "/joinedOn before-other",
    "/confirmedOn before-other",
    "/positions/0/from before-other",
  ]);
});

test("Admission, joining and confirmation are accepted in order, and rejected before birth or admission", () => {
  const life = { birthDate: "1980-01-01", admittedOn: "2005-01-01", joinedOn: "2005-01-01", confirmedOn: "2006-01-01" };
  expect(errorsOf(life)).toEqual([]);
  expect(errorsOf({ ...life, confirmedOn: "2004-12-31" })).toEqual(["/confirmedOn before-other"]);
  expect(errorsOf({ ...life, joinedOn: "2004-12-31" })).toEqual(["/joinedOn before-other"]);
  expect(errorsOf({ ...life, birthDate: "2005-01-02" })).toEqual([
    "/admittedOn before-other",
    "/joinedOn before-other",
  ]);
});

test("A confirmation before the day of joining is accepted, since it may have been in another committee", () => {
  expect(errorsOf({ admittedOn: "2005-01-01", confirmedOn: "2006-01-01", joinedOn: "2010-01-01" })).toEqual([]);
});

test("A position that ends before it begins is rejected", () => {
  const positionOf = (from: string, to: string) =>
    errorsOf({ positions: [{ organisationId: "X", role: "secretary", from, to }] });
  expect(positionOf("2020-01-01", "2020-01-01")).toEqual([]);
  expect(positionOf("2020-01-02", "2020-01-01")).toEqual(["/positions/0/to before-other"]);
});

describe("A history entry", () => {
  const known = { id: "KNOWN", kind: "confirmed", on: "2020-01-01" } as const;
  const entryErrors = (
    value: Partial<HistoryInput>,
    errors: FieldError[] = [],
    history: Parameters<typeof historyEntryErrors>[1] = [known],
  ) => historyEntryErrors({ value, errors }, history, today).map(({ pointer, code }) => `${pointer} ${code}`);

  test("is accepted for a past day and rejected for a future day", () => {
    expect(entryErrors({ kind: "departed", on: today, decision: { number: "1-QĐ", date: today } })).toEqual([]);
    expect(
      entryErrors({ kind: "departed", on: "2023-12-27", decision: { number: "1-QĐ", date: "2024-01-01" } }),
    ).toEqual(["/on in-the-future", "/decision/date in-the-future"]);
  });

  test("without a kind revokes another entry, and needs no day; one with a kind needs a day", () => {
    expect(entryErrors({ voids: "KNOWN" })).toEqual([]);
    expect(entryErrors({ voids: "KNOWN", on: today })).toEqual([]);
    expect(entryErrors({ voids: "KNOWN", organisationId: "X" })).toEqual(["/organisationId contradiction"]);
    expect(entryErrors({ kind: "departed" })).toEqual(["/on required"]);
    expect(entryErrors({})).toEqual(["/kind required", "/on required"]);
    expect(entryErrors({ on: today }, [{ pointer: "/kind", code: "not-allowed" }])).toEqual([]);
  });

  test("is rejected if another entry voids the same one already, unless that one is revoked", () => {
    const replaced = [known, { id: "NEW", kind: "confirmed", on: "2020-02-01", voids: "KNOWN" } as const];
    expect(entryErrors({ voids: "KNOWN" }, [], replaced)).toEqual(["/voids already-voided"]);
    expect(entryErrors({ kind: "departed", on: today, voids: "KNOWN" }, [], replaced)).toEqual([
      "/voids already-voided",
    ]);
    expect(entryErrors({ voids: "NEW" }, [], replaced)).toEqual([]);
    expect(entryErrors({ voids: "KNOWN" }, [], [...replaced, { id: "UNDO", voids: "NEW" }])).toEqual([]);
    expect(entryErrors({ voids: "NEW" }, [], [...replaced, { id: "UNDO", voids: "NEW" }])).toEqual([
      "/voids already-voided",
    ]);
  });

  test("is rejected for a day before the founding of the Party", () => {
    expect(entryErrors({ kind: "confirmed", on: "1930-02-03" })).toEqual([]);
    expect(entryErrors({ kind: "confirmed", on: "1930-02-02" })).toEqual(["/on before-other"]);
  });

  test("may have a cell if it is a transfer or a readmission only", () => {
    expect(entryErrors({ kind: "transferred", on: today, organisationId: "X" })).toEqual([]);
    expect(entryErrors({ kind: "readmitted", on: today, organisationId: "X" })).toEqual([]);
    expect(entryErrors({ kind: "suspended", on: today, organisationId: "X" })).toEqual([
      "/organisationId contradiction",
    ]);
  });
});

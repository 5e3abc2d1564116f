import { awardDeltas, awardErrors, countsOf, fixedFieldErrors } from "../../../lib/awards/rules.ts";
import { type Award, type AwardInput, awardInput } from "../../../lib/awards/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";

const today = "2024-01-15";
const organisationId = "0".repeat(18);
const member = (i: number) => ({ memberId: String(i).padStart(36, "0") });
const award: AwardInput = {
  organisationId,
  form: "certificate-of-merit",
  title: "Hoàn thành xuất sắc nhiệm vụ",
  year: 2023,
  recipients: [member(1)],
};
const errorsOf = (change: object) =>
  awardErrors({ ...award, ...change }, today).map(({ pointer, code }) => `${pointer} ${code}`);
const schemaErrors = (change: object) =>
  validateInput(awardInput, { ...award, ...change }).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test("An award of next year and a decision of a future day are rejected", () => {
  expect(errorsOf({ year: 2024, decision: { number: "1-QĐ", date: today } })).toEqual([]);
  expect(errorsOf({ year: 2025, decision: { number: "1-QĐ", date: "2024-01-16" } })).toEqual([
    "/year in-the-future",
    "/decision/date in-the-future",
  ]);
});

describe("A Party badge", () => {
  const badge = (badgeYears: number | undefined, more: object = {}) =>
    errorsOf({ form: "party-badge", badgeYears, ...more });

  test("a badge is accepted for the years of the rule, and rejected for 35", () => {
    for (const years of [30, 40, 45, 50, 90]) expect(badge(years)).toEqual([]);
    for (const years of [29, 35, 41, 95]) expect(badge(years)).toEqual(["/badgeYears not-allowed"]);
  });

  test("a badge is accepted in years without a known rule", () => {
    expect(badge(35, { year: 2000 })).toEqual([]);
  });

  test("a badge requires its years, which no other form has", () => {
    expect(badge(undefined)).toEqual(["/badgeYears required"]);
    expect(errorsOf({ badgeYears: 30 })).toEqual(["/badgeYears contradiction"]);
  });

  test("a badge is given to members, not to organisations", () => {
    expect(badge(30, { recipients: [member(1), { organisationId }] })).toEqual([
      "/recipients/1/organisationId contradiction",
    ]);
  });
});

test("A duplicate recipient is rejected", () => {
  expect(errorsOf({ recipients: [member(1), member(2)] })).toEqual([]);
  expect(errorsOf({ recipients: [member(1), member(2), member(1)] })).toEqual(["/recipients/2 duplicate"]);
});

test("A presenter requires a meeting", () => {
  const recipients = [{ ...member(1), presentedBy: organisationId }];
  expect(errorsOf({ recipients, meetingId: "1".repeat(36) })).toEqual([]);
  expect(errorsOf({ recipients })).toEqual(["/meetingId required"]);
});

test("A recipient is a member or an organisation, from 1 to 40 of them", () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => member(i));
  expect(schemaErrors({ recipients: many(40) })).toEqual([]);
  expect(schemaErrors({ recipients: many(41) })).toEqual(["/recipients too-long"]);
  expect(schemaErrors({ recipients: [] })).toEqual(["/recipients too-short"]);
  expect(schemaErrors({ recipients: [{}, { ...member(1), organisationId }] })).toEqual([
    "/recipients/0 exactly-one",
    "/recipients/1 exactly-one",
  ]);
});

test("Organisations count as collective, members as individual, on the first day of the award's year", () => {
  const recipients = [{ organisationId }, member(1), member(2)];
  const counts = countsOf(recipients);
  expect(counts).toEqual({ collective: 1, individual: 2 });
  const day = "2023-01-01";
  expect(awardDeltas({ ...award, counts } as Award)).toEqual([
    { organisationId, day, counter: "collectiveAwards", count: 1 },
    { organisationId, day, counter: "individualAwards", count: 2 },
  ]);
});

describe("Fixed fields", () => {
  const created: AwardInput = { ...award, conferredBy: organisationId, recipients: [member(1), member(2)] };

  test("the same fields with recipients in another order, and other changes, are accepted", () => {
    expect(fixedFieldErrors(created, { ...created, recipients: [member(2), member(1)], visibility: "public" })).toEqual(
      [],
    );
  });

  test("another form, title, year, badge years, conferrer or recipients are rejected", () => {
    const other: Partial<AwardInput> = {
      form: "flag",
      title: "Khác",
      year: 2022,
      badgeYears: 30,
      conferredBy: "1".repeat(18),
      recipients: [member(1)],
    };
    for (const [field, value] of Object.entries(other))
      expect(fixedFieldErrors(created, { ...created, [field]: value })).toEqual([
        { pointer: `/${field}`, code: "fixed" },
      ]);
  });
});

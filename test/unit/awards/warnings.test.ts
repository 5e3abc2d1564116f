import { awardWarnings, type RecipientMember } from "../../../lib/awards/warnings.ts";
import type { TimelineEntry } from "../../../lib/members/timeline.ts";
import type { AwardForm, Conferrer } from "../../../lib/rules/award-authority.ts";
import type { Language } from "../../../lib/vocabulary/language.ts";

type Fields = { form?: AwardForm; year?: number; badgeYears?: number };
type Person = { admittedOn?: string; joinedOn?: string; confirmed?: true; entries?: readonly TimelineEntry[] };

const memberOf = ({ admittedOn, joinedOn, confirmed, entries = [] }: Person): RecipientMember => ({
  fullName: "Nguyễn Văn An",
  admittedOn,
  timeline: { initialState: { organisationId: "CELL", admittedOn, joinedOn, confirmed }, entries },
});

const warnings = (
  fields: Fields,
  person?: Person,
  conferrer: Conferrer = "superior-committee",
  language: Language = "en",
) =>
  awardWarnings(
    { form: "certificate-of-merit", year: 2023, recipients: [{ memberId: "M" }], ...fields },
    { conferrer, members: new Map(person ? [["M", memberOf(person)]] : []), language },
  );
const codes = (fields: Fields, person: Person) => warnings(fields, person).map(({ code }) => code);

describe("A warning about the conferrer", () => {
  test("is absent where the rule names the conferrer, or where no rule is known", () => {
    expect(warnings({}, undefined, "grassroots-committee")).toEqual([]);
    expect(warnings({}, undefined, "grassroots-cell")).toEqual([]);
    expect(warnings({ form: "party-badge" })).toEqual([]);
    expect(warnings({ form: "diploma-of-merit", year: 2010 }, undefined, "cell")).toEqual([]);
  });

  test("names the rule in the requested language", () => {
    expect(warnings({ form: "diploma-of-merit" }, undefined, "grassroots-committee")).toEqual([
      { code: "award-authority", message: "By 24-QĐ/TW, a grassroots committee does not give this form of award" },
    ]);
    expect(warnings({ form: "diploma-of-merit" }, undefined, "cell", "vi")).toEqual([
      { code: "award-authority", message: "Theo 24-QĐ/TW, chi bộ không có thẩm quyền tặng hình thức khen thưởng này" },
    ]);
  });
});

describe("A warning about a Party badge", () => {
  const badge = { form: "party-badge", badgeYears: 30 } as const;

  test("is given where the years have not passed by the end of the year, and not where they have or are unknown", () => {
    const official = { confirmed: true } as const;
    expect(codes(badge, { ...official, admittedOn: "1993-12-31" })).toEqual([]);
    expect(codes(badge, { ...official, admittedOn: "1994-01-01" })).toEqual(["badge-years"]);
    expect(codes(badge, official)).toEqual([]);
  });

  test("names recipient, admission and years in both languages", () => {
    const young = { confirmed: true, admittedOn: "2010-05-19" } as const;
    const fields = { form: "party-badge", badgeYears: 90 } as const;
    expect(warnings(fields, young)[0]?.message).toBe(
      "Recipient 1 (Nguyễn Văn An) was admitted on 2010-05-19 and had not reached 90 years of membership by the end of 2023",
    );
    expect(warnings(fields, young, "superior-committee", "vi")[0]?.message).toBe(
      "Người nhận thứ 1 (Nguyễn Văn An) vào Đảng ngày 19/5/2010, đến hết năm 2023 chưa đủ 90 năm tuổi Đảng",
    );
  });
});

describe("A warning about the membership of a recipient", () => {
  const confirmed = { id: "1", kind: "confirmed", on: "2023-12-31" } as const;
  const departed = (on: string) => ({ id: "2", kind: "departed", on }) as const;

  test("is given for a member who joined after the year, and not for one who joined in it", () => {
    expect(codes({}, { joinedOn: "2024-01-01", confirmed: true })).toEqual(["recipient-not-yet-member"]);
    expect(codes({}, { joinedOn: "2023-12-31", confirmed: true })).toEqual([]);
  });

  test("is given for a member who departed before the year, and not for one who departed in it", () => {
    const before = { confirmed: true, entries: [departed("2023-01-01")] } as const;
    const during = { confirmed: true, entries: [departed("2023-01-02")] } as const;
    expect(codes({}, before)).toEqual(["recipient-no-longer-member"]);
    expect(codes({}, during)).toEqual([]);
  });

  test("is given for a member who was probationary all year, and not for one who was confirmed in it", () => {
    expect(codes({}, { joinedOn: "2022-12-01" })).toEqual(["recipient-not-official"]);
    expect(codes({}, { joinedOn: "2022-12-01", entries: [confirmed] })).toEqual([]);
    expect(codes({ year: 2022 }, { joinedOn: "2022-12-01", entries: [confirmed] })).toEqual(["recipient-not-official"]);
  });

  test("is absent for a recipient whom the caller does not see", () => {
    expect(warnings({})).toEqual([]);
  });
});

import { awardAuthority, type Conferrer } from "../rules/award-authority.ts";
import { ruleOfYear } from "../rules/dated.ts";
import type { Award, WarningCode } from "./schema.ts";

export type Language = "en" | "vi";

const messages: Record<WarningCode, Record<Language, string>> = {
  "award-authority": {
    en: "By {number}, a {conferrer} does not give this form of award",
    vi: "Theo {number}, {conferrer} không có thẩm quyền tặng hình thức khen thưởng này",
  },
};

const conferrerNames: Record<Conferrer, Record<Language, string>> = {
  cell: { en: "cell", vi: "chi bộ" },
  "grassroots-cell": { en: "grassroots cell", vi: "chi bộ cơ sở" },
  "departmental-committee": { en: "departmental committee", vi: "đảng uỷ bộ phận" },
  "grassroots-committee": { en: "grassroots committee", vi: "đảng uỷ cơ sở" },
  "superior-committee": { en: "superior committee", vi: "cấp uỷ cấp trên" },
};

/** What an award does that its office may rightly do, but rarely does. */
export const awardWarnings = (
  { form, year }: Pick<Award, "form" | "year">,
  conferrer: Conferrer,
  language: Language,
): Award["warnings"] => {
  const rule = ruleOfYear(awardAuthority, year);
  if (!rule || rule.value[form].includes(conferrer)) return [];
  const message = messages["award-authority"][language]
    .replace("{number}", rule.source.number ?? rule.source.instrument)
    .replace("{conferrer}", conferrerNames[conferrer][language]);
  return [{ code: "award-authority", message }];
};

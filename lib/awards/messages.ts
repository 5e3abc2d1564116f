import type { Conferrer } from "../rules/award-authority.ts";
import type { Bilingual, Language } from "../vocabulary/language.ts";
import type { WarningCode } from "./schema.ts";

const messages: Record<WarningCode, Bilingual> = {
  "award-authority": {
    en: "By {number}, a {conferrer} does not give this form of award",
    vi: "Theo {number}, {conferrer} không có thẩm quyền tặng hình thức khen thưởng này",
  },
  "badge-years": {
    en: "Recipient {position} ({name}) was admitted on {admittedOn} and had not reached {years} years of membership by the end of {year}",
    vi: "Người nhận thứ {position} ({name}) vào Đảng ngày {admittedOn}, đến hết năm {year} chưa đủ {years} năm tuổi Đảng",
  },
  "recipient-not-official": {
    en: "Recipient {position} ({name}) was not an official member in {year}",
    vi: "Người nhận thứ {position} ({name}) chưa phải là đảng viên chính thức trong năm {year}",
  },
  "recipient-not-yet-member": {
    en: "Recipient {position} ({name}) was not yet a member here in {year}",
    vi: "Người nhận thứ {position} ({name}) chưa phải là đảng viên của đảng bộ trong năm {year}",
  },
  "recipient-no-longer-member": {
    en: "Recipient {position} ({name}) was no longer a member here in {year}",
    vi: "Người nhận thứ {position} ({name}) không còn là đảng viên của đảng bộ trong năm {year}",
  },
};

export const conferrerNames: Record<Conferrer, Bilingual> = {
  cell: { en: "cell", vi: "chi bộ" },
  "grassroots-cell": { en: "grassroots cell", vi: "chi bộ cơ sở" },
  "departmental-committee": { en: "departmental committee", vi: "đảng uỷ bộ phận" },
  "grassroots-committee": { en: "grassroots committee", vi: "đảng uỷ cơ sở" },
  "superior-committee": { en: "superior committee", vi: "cấp uỷ cấp trên" },
};

const day = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day as Vietnamese offices write it: `19/5/2010`. */
const vietnameseDay = (value: string) => value.replace(day, (_, y, m, d) => `${Number(d)}/${Number(m)}/${y}`);

/** The message of a warning with its values. */
export const warningMessage = (
  code: WarningCode,
  language: Language,
  values: Readonly<Record<string, string | number>>,
): string =>
  messages[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? "");
    return language === "vi" ? vietnameseDay(value) : value;
  });

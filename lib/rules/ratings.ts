import type { Dated } from "./dated.ts";
import { fromGeneralKnowledge } from "./sources.ts";

/** The most that may be rated excellent, in percent of those rated good. */
export type Ceiling = { percent: number; of: "good" };

/** Ceiling for excellent ratings of members in a year. Above it an office may have reasons: a warning. */
export const excellentCeiling: readonly Dated<Ceiling>[] = [
  {
    from: "2018-03-08",
    value: { percent: 20, of: "good" },
    source: {
      instrument: "Quy định của Bộ Chính trị về kiểm điểm và đánh giá, xếp loại chất lượng",
      number: "132-QĐ/TW",
      issuedOn: "2018-03-08",
      note: `${fromGeneralKnowledge} Spelled out in 21-HD/BTCTW of 2019.`,
    },
  },
  {
    from: "2023-10-04",
    value: { percent: 20, of: "good" },
    source: {
      instrument: "Quy định của Bộ Chính trị về kiểm điểm và đánh giá, xếp loại chất lượng",
      number: "124-QĐ/TW",
      issuedOn: "2023-10-04",
      note: `${fromGeneralKnowledge} Spelled out in 25-HD/BTCTW of 2023.`,
    },
  },
  {
    from: "2025-08-30",
    value: { percent: 20, of: "good" },
    source: {
      instrument: "Quy định của Bộ Chính trị về kiểm điểm và đánh giá, xếp loại chất lượng",
      number: "366-QĐ/TW",
      issuedOn: "2025-08-30",
      note: fromGeneralKnowledge,
    },
  },
];

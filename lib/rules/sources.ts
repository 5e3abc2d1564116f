import type { Source } from "./dated.ts";

/** Instruments that several rules are based on. A source without a clause is cited without one. */
export const statutes2011: Source = {
  instrument: "Điều lệ Đảng Cộng sản Việt Nam, Đại hội XI",
  issuedOn: "2011-01-19",
};

export const regulation29: Source = {
  instrument: "Quy định của Ban Chấp hành Trung ương về thi hành Điều lệ Đảng",
  number: "29-QĐ/TW",
  issuedOn: "2016-07-25",
};

export const regulation24: Source = {
  instrument: "Quy định của Ban Chấp hành Trung ương về thi hành Điều lệ Đảng",
  number: "24-QĐ/TW",
  issuedOn: "2021-07-30",
};

export const guideline01: Source = {
  instrument: "Hướng dẫn của Ban Bí thư về một số vấn đề cụ thể thi hành Điều lệ Đảng",
  number: "01-HD/TW",
  issuedOn: "2021-09-28",
};

export const regulation294: Source = {
  instrument: "Quy định của Ban Chấp hành Trung ương về thi hành Điều lệ Đảng",
  number: "294-QĐ/TW",
  issuedOn: "2025-05-26",
};

export const fromGeneralKnowledge = "The figure is stated from general knowledge, not read in the instrument.";

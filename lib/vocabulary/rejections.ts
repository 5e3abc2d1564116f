import type { Bilingual } from "./language.ts";

/** Why an uploaded photo was rejected: every `code` of a `rejection`, with its message in both languages. */
export const rejections = {
  "wrong-bytes": {
    en: "The bytes do not match the announced SHA-256",
    vi: "Nội dung tệp không khớp với mã SHA-256 đã khai báo",
  },
  "wrong-type": {
    en: "The file is not of the announced type, or is not a JPEG, PNG or WebP",
    vi: "Tệp không đúng loại đã khai báo, hoặc không phải là JPEG, PNG hay WebP",
  },
  animated: { en: "The file is animated", vi: "Tệp là ảnh động" },
  "too-many-pixels": {
    en: "The picture has more pixels than are allowed for its type",
    vi: "Ảnh có nhiều điểm ảnh hơn mức cho phép với loại tệp này",
  },
  "foreign-content": {
    en: "The file is also an archive, a document, a page or a program",
    vi: "Tệp đồng thời là tệp nén, tài liệu, trang web hoặc chương trình",
  },
  "not-decodable": { en: "The picture is damaged or truncated", vi: "Ảnh bị hỏng hoặc không đầy đủ" },
} as const satisfies Record<string, Bilingual>;

export type RejectionCode = keyof typeof rejections;
export const rejectionCodes = Object.keys(rejections) as [RejectionCode, ...RejectionCode[]];

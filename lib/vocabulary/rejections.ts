/** Why uploaded bytes were rejected: every `code` that a photo's `rejection` can name, with its message in both languages. */
export const rejections = {
  "wrong-bytes": { en: "The bytes are not those that were announced", vi: "Nội dung tệp không đúng như đã báo trước" },
  "wrong-type": {
    en: "The file is not of the announced type, or neither JPEG, PNG nor WebP",
    vi: "Tệp không đúng loại đã báo trước, hoặc không phải JPEG, PNG hay WebP",
  },
  animated: { en: "The file is animated", vi: "Tệp là ảnh động" },
  "too-many-pixels": {
    en: "The picture has more pixels than its kind of file may have",
    vi: "Ảnh có nhiều điểm ảnh hơn mức cho phép với loại tệp này",
  },
  "foreign-content": {
    en: "The file holds something else besides the picture",
    vi: "Tệp chứa nội dung khác ngoài ảnh",
  },
  "not-decodable": { en: "The picture is damaged or cut off", vi: "Ảnh bị hỏng hoặc bị cắt cụt" },
} as const satisfies Record<string, { en: string; vi: string }>;

export type RejectionCode = keyof typeof rejections;
export const rejectionCodes = Object.keys(rejections) as [RejectionCode, ...RejectionCode[]];

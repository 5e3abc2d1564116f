/**
 * Every fault that `errors` of an `invalid-input` (or `invalid-query`) answer can name, with its message in both
 * languages. `{name}` in a message is filled from the fault's parameters.
 */
export const fieldErrorMessages = {
  required: { en: "is required", vi: "là bắt buộc" },
  "unknown-field": { en: "is not a field here", vi: "không phải trường ở đây" },
  "wrong-type": { en: "must be {expected}", vi: "phải là {expected}" },
  "not-allowed": { en: "must be one of {allowed}", vi: "phải là một trong {allowed}" },
  "too-long": { en: "is longer than {maximum}", vi: "dài hơn {maximum}" },
  "too-short": { en: "is shorter than {minimum}", vi: "ngắn hơn {minimum}" },
  "too-big": { en: "is more than {maximum}", vi: "lớn hơn {maximum}" },
  "too-small": { en: "is less than {minimum}", vi: "nhỏ hơn {minimum}" },
  "invalid-format": { en: "has not the form {format}", vi: "không đúng dạng {format}" },
  "control-character": { en: "holds a control character", vi: "chứa ký tự điều khiển" },
  "not-a-date": { en: "is not a day of the calendar", vi: "không phải một ngày có thật" },
  "in-the-future": { en: "lies in the future", vi: "ở tương lai" },
  "before-other": { en: "lies before {other}", vi: "ở trước {other}" },
  "unknown-reference": { en: "names no record", vi: "không chỉ tới bản ghi nào" },
  "wrong-kind": { en: "names a record of the wrong kind", vi: "chỉ tới bản ghi không đúng loại" },
  "misplaced-organisation": { en: "cannot stand there", vi: "không thể đặt ở đó" },
  "not-public": { en: "leads to no public address", vi: "không dẫn tới địa chỉ công khai" },
  "other-committee": {
    en: "lies in another committee; a unit in use stays in its own",
    vi: "thuộc đảng bộ khác; đơn vị đang hoạt động ở lại đảng bộ của mình",
  },
  "too-many-moves": { en: "is one more than the {maximum} that can be kept", vi: "nhiều hơn {maximum} lần có thể lưu" },
  "too-many-below": {
    en: "would move more than {maximum} committees at once",
    vi: "sẽ chuyển quá {maximum} đảng bộ cùng một lúc",
  },
  cycle: { en: "makes a cycle", vi: "tạo thành vòng" },
  fixed: { en: "is fixed once made", vi: "không đổi được sau khi tạo" },
  "exactly-one": { en: "needs exactly one of {fields}", vi: "cần đúng một trong {fields}" },
  duplicate: { en: "stands there twice", vi: "bị lặp lại" },
  contradiction: { en: "contradicts {other}", vi: "mâu thuẫn với {other}" },
  "too-many-ballots": {
    en: "there are more ballots than {base} with a vote",
    vi: "số phiếu nhiều hơn {base} người có quyền",
  },
  "base-needed": { en: "is needed for this organisation", vi: "cần có với tổ chức này" },
  "no-vote": { en: "names a member without a vote that day", vi: "chỉ tới người không có quyền biểu quyết hôm đó" },
  "too-many-changes": {
    en: "touches more days than one write can hold",
    vi: "đụng tới nhiều ngày hơn một lần ghi cho phép",
  },
  "record-too-large": { en: "makes a record larger than {maximum} bytes", vi: "làm bản ghi lớn hơn {maximum} byte" },
} as const satisfies Record<string, { en: string; vi: string }>;

export type FieldErrorCode = keyof typeof fieldErrorMessages;

/** One fault of an input: where (JSON Pointer, RFC 6901), what, and what its message names. */
export type FieldError = { pointer: string; code: FieldErrorCode; values?: Record<string, string | number> };

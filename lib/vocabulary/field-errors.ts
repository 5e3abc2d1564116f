import type { Bilingual, Language } from "./language.ts";

/**
 * Every error that `errors` of `invalid-input` or `invalid-query` can name, with its message in both languages. `{name}` is
 * replaced by a value of the error: a number, a field, an allowed value, or one of `messageTerms`.
 */
export const fieldErrorMessages = {
  required: { en: "is required", vi: "không được để trống" },
  "unknown-field": { en: "is not a known field", vi: "là trường không được hỗ trợ" },
  "wrong-type": { en: "must be {expected}", vi: "phải là {expected}" },
  "not-allowed": { en: "must be one of: {allowed}", vi: "phải là một trong các giá trị: {allowed}" },
  "too-long": { en: "must have at most {maximum} {unit}", vi: "không được nhiều hơn {maximum} {unit}" },
  "too-short": { en: "must have at least {minimum} {unit}", vi: "phải có ít nhất {minimum} {unit}" },
  "too-big": { en: "must be at most {maximum}", vi: "không được lớn hơn {maximum}" },
  "too-small": { en: "must be at least {minimum}", vi: "không được nhỏ hơn {minimum}" },
  "invalid-format": { en: "must be {format}", vi: "phải là {format}" },
  "control-character": {
    en: "contains the control character {character}",
    vi: "chứa ký tự điều khiển {character} không được phép",
  },
  "invisible-character": {
    en: "contains the invisible character {character}",
    vi: "chứa ký tự ẩn {character} không được phép",
  },
  "nothing-visible": { en: "has no visible character", vi: "không có ký tự nào hiển thị được" },
  "not-a-date": { en: "must be a date (YYYY-MM-DD)", vi: "phải là ngày có thật, viết theo dạng năm-tháng-ngày" },
  "in-the-future": { en: "is in the future", vi: "không được sau thời điểm hiện tại" },
  "before-other": { en: "is before {other}", vi: "không được trước {other}" },
  "unknown-reference": { en: "refers to a record that does not exist", vi: "tham chiếu đến bản ghi không tồn tại" },
  "wrong-kind": { en: "refers to a record of the wrong kind", vi: "tham chiếu đến bản ghi không đúng loại" },
  "misplaced-organisation": { en: "is not allowed at this place", vi: "không được đặt ở vị trí này" },
  "not-public": { en: "does not lead to a public address", vi: "không dẫn đến địa chỉ công khai" },
  "other-committee": {
    en: "belongs to another committee; a unit in use must stay in its own",
    vi: "thuộc đảng bộ khác; đơn vị đã có dữ liệu phải ở lại đảng bộ của mình",
  },
  "too-many-moves": {
    en: "exceeds the {maximum} moves that can be stored",
    vi: "vượt quá {maximum} lần chuyển có thể lưu",
  },
  "too-many-below": {
    en: "would move more than {maximum} committees at once",
    vi: "sẽ chuyển nhiều hơn {maximum} đảng bộ cùng một lúc",
  },
  cycle: { en: "would create a cycle", vi: "tạo thành vòng lặp trong hệ thống tổ chức" },
  "use-history": {
    en: "is not the member's current cell; record a transfer in the history, or correct the initial cell by beganIn",
    vi: "không phải chi bộ hiện tại của đảng viên; ghi việc chuyển sinh hoạt vào lịch sử đảng viên, hoặc sửa chi bộ ban đầu bằng beganIn",
  },
  "already-voided": {
    en: "refers to an entry that another entry has revoked or replaced; name that one",
    vi: "tham chiếu đến mục đã được mục khác huỷ bỏ hoặc thay thế; hãy nêu mục sau cùng đó",
  },
  "read-only": { en: "is read-only and has another value", vi: "là trường chỉ đọc và có giá trị khác" },
  fixed: { en: "cannot be changed after creation", vi: "không thể thay đổi sau khi tạo" },
  "exactly-one": { en: "must have exactly one of {fields}", vi: "phải có đúng một trong các trường: {fields}" },
  "duplicate-name": {
    en: "occurs more than once in the same object",
    vi: "xuất hiện nhiều lần trong cùng một đối tượng JSON",
  },
  "unexpected-body": {
    en: "must be left out: the request takes no body",
    vi: "phải để trống: yêu cầu này không nhận nội dung",
  },
  duplicate: { en: "is a duplicate", vi: "bị trùng lặp" },
  contradiction: { en: "contradicts {other}", vi: "mâu thuẫn với {other}" },
  "too-many-ballots": {
    en: "has more ballots than the {base} people entitled to vote",
    vi: "có số phiếu nhiều hơn {base} người có quyền biểu quyết",
  },
  "base-needed": { en: "is required for this organisation", vi: "là bắt buộc đối với tổ chức này" },
  "no-vote": {
    en: "refers to a member without the right to vote on that day",
    vi: "tham chiếu đến đảng viên không có quyền biểu quyết vào ngày đó",
  },
  "not-a-member": {
    en: "refers to someone who is not a member on that day",
    vi: "tham chiếu đến người không phải là đảng viên của đảng bộ vào ngày đó",
  },
  "attendees-not-members": {
    en: "is a day on which not all attending members were members (exceptions: {count})",
    vi: "là ngày mà {count} đảng viên có tên trong danh sách dự họp chưa vào hoặc không còn ở đảng bộ",
  },
  "outside-life-span": {
    en: "does not fit the time between the organisation's establishment and its dissolution",
    vi: "không phù hợp với thời gian từ khi tổ chức được thành lập đến khi giải thể",
  },
  "too-many-changes": {
    en: "affects too many days for one request",
    vi: "tác động đến nhiều ngày hơn mức một yêu cầu cho phép",
  },
  "too-many-presenters": {
    en: "is one presenter too many: one award of so many recipients can name {maximum}",
    vi: "vượt quá số người trao: một khen thưởng có từng ấy đối tượng nhận chỉ nêu được {maximum} người",
  },
  "record-too-large": { en: "makes the record larger than {maximum} bytes", vi: "làm bản ghi vượt quá {maximum} byte" },
} as const satisfies Record<string, Bilingual>;

export type FieldErrorCode = keyof typeof fieldErrorMessages;

/** Names of types, formats and units in messages. */
const messageTerms: Readonly<Record<string, Bilingual>> = {
  string: { en: "text", vi: "chuỗi ký tự" },
  number: { en: "a number", vi: "số" },
  int: { en: "a whole number", vi: "số nguyên" },
  boolean: { en: "true or false", vi: "true hoặc false" },
  array: { en: "a list", vi: "danh sách" },
  object: { en: "an object", vi: "đối tượng JSON" },
  record: { en: "an object", vi: "đối tượng JSON" },
  value: { en: "a valid value", vi: "giá trị hợp lệ" },
  id: { en: "an id", vi: "mã bản ghi" },
  "date-time": {
    en: "a date and time with an offset (RFC 3339)",
    vi: "ngày giờ kèm múi giờ, ví dụ 2023-12-26T08:30:00+07:00",
  },
  "external-id": {
    en: "1 to 128 unaccented letters, digits or . _ ~ -",
    vi: "1 đến 128 chữ cái không dấu, chữ số hoặc các dấu . _ ~ -",
  },
  "source:id": {
    en: "a source and an external id joined by a colon",
    vi: "tên nguồn và mã ngoài, cách nhau bằng dấu hai chấm",
  },
  "SHA-256": { en: "a SHA-256 of 64 hexadecimal digits", vi: "mã SHA-256 gồm 64 chữ số hệ thập lục phân" },
  "URL encoding": { en: "URL-encoded UTF-8", vi: "UTF-8 mã hoá theo URL" },
  "https URL": { en: "an https address", vi: "địa chỉ https" },
  ETag: { en: "an ETag from an earlier response", vi: "giá trị ETag của một lần trả lời trước" },
  "idempotency key": { en: "1 to 255 printable ASCII characters", vi: "khoá gồm 1 đến 255 ký tự ASCII in được" },
  path: { en: "the path", vi: "đường dẫn" },
  character: { en: "character", vi: "ký tự" },
  item: { en: "item", vi: "mục" },
  "external id": { en: "external id", vi: "mã" },
};

/** One error of an input: where (JSON Pointer, RFC 6901), which, and the values of its message. */
export type FieldError = { pointer: string; code: FieldErrorCode; values?: Record<string, string | number> };

/** The message of an error. Alternatives in a value are separated by `|`. */
export const fieldErrorMessage = ({ code, values = {} }: FieldError, language: Language): string =>
  fieldErrorMessages[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const terms = String(values[name] ?? "")
      .split("|")
      .map((term) => messageTerms[term]?.[language] ?? term);
    const count = values.maximum ?? values.minimum;
    const plural = name === "unit" && language === "en" && count !== 1 ? "s" : "";
    return [...new Set(terms)].join(language === "en" ? " or " : " hoặc ") + plural;
  });

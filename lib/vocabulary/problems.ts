import type { Bilingual } from "./language.ts";

/** Every error of the service: its stable code, HTTP status and title in both languages (RFC 9457). */
export const problems = {
  "invalid-json": { status: 400, en: "The body is not valid JSON", vi: "Nội dung gửi lên không phải JSON hợp lệ" },
  "invalid-encoding": { status: 400, en: "The body is not UTF-8", vi: "Nội dung gửi lên không phải UTF-8" },
  "invalid-query": { status: 400, en: "The query is invalid", vi: "Tham số truy vấn không hợp lệ" },
  "invalid-cursor": {
    status: 400,
    en: "The cursor is not valid for this list",
    vi: "Con trỏ trang không hợp lệ với danh sách này",
  },
  "invalid-header": { status: 400, en: "A header is invalid", vi: "Tiêu đề của yêu cầu không hợp lệ" },
  unauthorized: { status: 401, en: "A valid access token is required", vi: "Yêu cầu phải kèm mã truy cập hợp lệ" },
  forbidden: { status: 403, en: "The token lacks a required scope", vi: "Mã truy cập không có quyền cần thiết" },
  "not-found": { status: 404, en: "The record does not exist", vi: "Không tìm thấy bản ghi" },
  gone: { status: 410, en: "The event has been removed", vi: "Sự kiện đã được gỡ bỏ" },
  "unknown-path": {
    status: 404,
    en: "There is no resource at this path",
    vi: "Không có tài nguyên nào ở đường dẫn này",
  },
  "method-not-allowed": {
    status: 405,
    en: "The method is not allowed",
    vi: "Phương thức không được hỗ trợ ở đường dẫn này",
  },
  "in-use": { status: 409, en: "Other records depend on this record", vi: "Còn bản ghi khác gắn với bản ghi này" },
  "duplicate-member-number": {
    status: 409,
    en: "The member number is already in use",
    vi: "Số thẻ đảng viên đã được sử dụng",
  },
  "duplicate-external-id": { status: 409, en: "The external id is already in use", vi: "Mã ngoài đã được sử dụng" },
  "duplicate-attendee": {
    status: 409,
    en: "The member already attends the meeting",
    vi: "Đảng viên đã có trong danh sách dự họp",
  },
  "duplicate-award": {
    status: 409,
    en: "The recipient already has this award",
    vi: "Tập thể hoặc cá nhân đã được tặng hình thức khen thưởng này",
  },
  "duplicate-photo": { status: 409, en: "The meeting already has this photo", vi: "Cuộc họp đã có ảnh này" },
  "already-adopted": { status: 409, en: "The document has already been adopted", vi: "Văn bản đã được thông qua" },
  "meeting-not-held": {
    status: 409,
    en: "The meeting is cancelled or in the future",
    vi: "Cuộc họp đã huỷ hoặc chưa diễn ra",
  },
  "not-awaiting-upload": {
    status: 409,
    en: "The photo is not awaiting an upload",
    vi: "Ảnh không ở trạng thái chờ tải lên",
  },
  erased: { status: 409, en: "The person's data has been erased", vi: "Dữ liệu cá nhân đã được xoá" },
  "export-too-large": {
    status: 409,
    en: "The export is too large for one response",
    vi: "Dữ liệu trích xuất vượt quá giới hạn của một lần trả lời",
  },
  "meeting-not-public": { status: 409, en: "The meeting is not public", vi: "Cuộc họp không ở chế độ công khai" },
  "too-many-webhooks": {
    status: 409,
    en: "The limit of webhooks is reached",
    vi: "Đã đạt số lượng tối đa địa chỉ nhận thông báo thay đổi",
  },
  "write-conflict": {
    status: 409,
    en: "The record was changed concurrently",
    vi: "Bản ghi vừa được một yêu cầu khác thay đổi",
  },
  stale: { status: 412, en: "The record has changed since it was read", vi: "Bản ghi đã thay đổi kể từ lần đọc trước" },
  "too-large": { status: 413, en: "The body is too large", vi: "Nội dung gửi lên vượt quá dung lượng cho phép" },
  "unsupported-media-type": {
    status: 415,
    en: "The media type is not supported",
    vi: "Kiểu nội dung không được hỗ trợ",
  },
  "unsupported-charset": {
    status: 415,
    en: "The character set is not supported; send UTF-8",
    vi: "Bảng mã ký tự không được hỗ trợ; đề nghị gửi UTF-8",
  },
  "unsupported-content-encoding": {
    status: 415,
    en: "Compressed bodies are not supported",
    vi: "Không hỗ trợ nội dung gửi lên ở dạng nén",
  },
  "invalid-input": { status: 422, en: "The input is invalid", vi: "Dữ liệu gửi lên không hợp lệ" },
  "idempotency-key-reused": {
    status: 422,
    en: "The idempotency key was used with another body",
    vi: "Khoá chống gửi trùng đã được dùng với nội dung khác",
  },
  "precondition-required": { status: 428, en: "If-Match is required", vi: "Yêu cầu phải có tiêu đề If-Match" },
  "too-many-requests": {
    status: 429,
    en: "There were too many requests",
    vi: "Quá nhiều yêu cầu, đề nghị thử lại sau",
  },
  internal: { status: 500, en: "An internal error occurred", vi: "Máy chủ gặp lỗi" },
  busy: { status: 503, en: "The service is busy", vi: "Hệ thống đang bận, đề nghị thử lại sau" },
} as const satisfies Record<string, Bilingual & { status: number }>;

export type ProblemCode = keyof typeof problems;

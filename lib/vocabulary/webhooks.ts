import type { Bilingual } from "./language.ts";

/** Why a webhook is disabled. */
export const disabledCodes = {
  "by-hand": { en: "Disabled by a client", vi: "Đã bị một hệ thống kết nối tắt" },
  gone: { en: "The receiver responded with 410 Gone", vi: "Bên nhận trả lời 410 Gone" },
  failing: { en: "Deliveries have failed for a day", vi: "Không gửi được đến bên nhận trong suốt một ngày" },
} as const satisfies Record<string, Bilingual>;
export type DisabledCode = keyof typeof disabledCodes;
export const disabledCodeList = Object.keys(disabledCodes) as DisabledCode[];

/**
 * Why a delivery attempt failed: a status other than 2xx, a redirect, 410 Gone, no response in time, a failed connection or
 * TLS handshake, a name that does not resolve, an address that webhooks may not be sent to.
 */
export const failureReasons = [
  "status",
  "redirect",
  "gone",
  "timeout",
  "connection",
  "tls",
  "unresolved",
  "address",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** Webhooks that may follow one feed: every change of the feed triggers each of them. */
export const webhooksMaximum = 50;

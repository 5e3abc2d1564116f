/** Why a webhook delivers no more. */
export const disabledCodes = {
  "by-hand": { en: "It was disabled by a client", vi: "Đã bị một hệ thống gọi vào tắt" },
  gone: { en: "The receiver answered 410 Gone", vi: "Bên nhận trả lời 410 Gone" },
  failing: { en: "The receiver has failed for a day", vi: "Bên nhận không nhận được suốt một ngày" },
} as const satisfies Record<string, { en: string; vi: string }>;
export type DisabledCode = keyof typeof disabledCodes;
export const disabledCodeList = Object.keys(disabledCodes) as DisabledCode[];

/**
 * Why an attempt failed: an answer that does not take the change, a redirect, 410 Gone, no answer in time, a connection or TLS
 * that failed, a name that could not be resolved, an address where webhooks do not go.
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

/** Webhooks that may follow one feed: each is woken whenever it grows. */
export const webhooksMaximum = 50;

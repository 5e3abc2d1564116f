/**
 * What nothing here can measure (deliveries of webhooks, which depend on who receives them, are left out): how long functions run on AWS, how large answers and logs are. Round figures, each with why.
 */
export const assumed = {
  /** Milliseconds of a warm call without the table, and of each round trip to it: single digits within a region. */
  callMilliseconds: 6,
  roundTripMilliseconds: 8,
  /** Of a hundred calls one starts a function, half a second at most (docs/measured.md gives ratios alone). */
  coldShare: 0.01,
  coldMilliseconds: 500,
  /** Milliseconds that a batch of the stream takes: four round trips and what is between them. */
  followMilliseconds: 60,
  /** Milliseconds that a photo takes at 1,769 MB: about what it took here (docs/measured.md), doubled for its transfer. */
  photoMilliseconds: 1_000,
  /** Units that the check of an uploaded photo takes, reckoned from `lib/photos/progress.ts`: begun, then ready. */
  photoChecked: { read: 2, write: 16 },
  /** Changes that are told for one photo that arrives: processing, ready. Each as much as another change of a photo. */
  photoChanges: 2,
  /** Bytes of an original, and of both renditions together. */
  photoBytes: 5_000_000,
  renditionBytes: 250_000,
  /** Bytes of an answer, and of log that a request writes: access log, our own line, Lambda's three. */
  answerBytes: 6_000,
  logBytes: 1_200,
  /** Requests a page of an event is to its reader: itself and its pictures. Copies near readers answer nine of ten. */
  requestsOfPage: 8,
  readersOfCopies: 9,
  pageBytes: 600_000,
  /** Days that logs are kept in production, as in `infra/settings.ts`. */
  logDays: 365,
  /** Requests by which Lambda looks whether a queue has a message: five at once, each for twenty seconds, all month. */
  pollsOfQueue: (5 * 3 * 60 * 24 * 365) / 12,
  /** Requests that X-Ray traces, of a hundred: its default. */
  tracedShare: 0.05,
} as const;

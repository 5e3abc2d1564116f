import type { FunctionName } from "../../../lib/contract/functions.ts";

type Impact = {
  /** The function fails. */
  errors: string;
  /** Its dead-letter queue is not empty. */
  deadLetters?: string;
  /** Messages wait long in its queue. */
  backlog?: string;
};

/** What users notice, as alarms state it. Functions that only respond to calls need no entry. */
const impacts: Partial<Record<FunctionName, Impact>> = {
  token: { errors: "Clients get no valid token: nobody can call the API" },
  pages: { errors: "Readers do not see the public pages of events" },
  photoProcessor: {
    errors: "Uploaded photos stay in processing and are not shown",
    deadLetters: "Photos are stuck in processing: processing failed three times. They expire after 14 days",
  },
  objectCleanup: {
    errors: "Objects of deleted photos and expired photos are not deleted",
    deadLetters: "Objects of deleted photos stay in the bucket; the stream keeps records for 24 hours",
  },
  streamProcessor: {
    errors: "Statistics of superior committees, change feed, audit log, events and webhooks fall behind",
    deadLetters: "Statistics and change feed lack changes; the stream keeps records for 24 hours",
  },
  webhookDelivery: {
    errors: "Webhooks receive changes late",
    deadLetters: "A webhook receives a change only after the next one",
    backlog: "Webhooks receive changes late: deliveries queue up",
  },
  erasureProcessor: {
    errors: "Personal data that must be erased is still stored",
    deadLetters: "Personal data that must be erased is still stored, and no retry is scheduled",
    backlog: "Personal data is erased late: erasures queue up",
  },
};

/** Throws where a function with an event source or a queue has no text. */
export const impactOf = (name: FunctionName, kind: keyof Impact = "errors"): string => {
  const impact = impacts[name]?.[kind] ?? (kind === "errors" ? `Callers of ${name} get errors` : undefined);
  if (impact === undefined) throw new Error(`infra/constructs/monitoring/impact.ts lacks the ${kind} of ${name}`);
  return impact;
};

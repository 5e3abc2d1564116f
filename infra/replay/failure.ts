import * as z from "zod/mini";

/** What Lambda tells a failure queue: of an event with the event, of a stream with where its records are. */
const failureMessage = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.optional(z.unknown()),
  /** The records of a stream themselves, on this machine only. */
  payload: z.optional(z.unknown()),
  DDBStreamBatchInfo: z.optional(
    z.object({
      shardId: z.string(),
      startSequenceNumber: z.string(),
      endSequenceNumber: z.string(),
      streamArn: z.string(),
    }),
  ),
});

/** Records of a stream, both ends included. */
export type StreamPart = NonNullable<z.output<typeof failureMessage>["DDBStreamBatchInfo"]>;

/** What a function gave up: the event, or the part of a stream it was made of. */
export type Failure = { functionArn: string } & ({ event: unknown } | { part: StreamPart });

/** Reads a message of a failure queue. Throws for what is none. */
export function readFailure(body: string): Failure {
  const { requestContext, requestPayload, payload, DDBStreamBatchInfo: part } = failureMessage.parse(JSON.parse(body));
  const { functionArn } = requestContext;
  const event = requestPayload ?? payload;
  if (event !== undefined) return { functionArn, event };
  if (part !== undefined) return { functionArn, part };
  throw new Error("A message that says neither an event nor where its records are");
}

const report = z.object({ batchItemFailures: z.optional(z.nullable(z.array(z.unknown()))) });

/** Whether a function that answered has done all it was given: readers of streams may report parts of it as failed. */
export function isDone(answer: unknown): boolean {
  const { success, data } = report.safeParse(answer);
  return !success || (data.batchItemFailures ?? []).length === 0;
}

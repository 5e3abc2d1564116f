import * as z from "zod/mini";
import { parseInput, ServiceError } from "../json-server.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const queueLimits = { messageBytes: 1_048_576, delaySeconds: 900, batchEntries: 10 } as const;

const one = { MessageBody: z.optional(z.string()), DelaySeconds: z.optional(z.int()) };
const sendRequest = z.strictObject({ QueueUrl: z.string(), ...one });
const batchRequest = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ...one })),
});

export type OutgoingMessage = { body: string; delay: number };
export type FailedEntry = { Id: string; Code: string; Message: string; SenderFault: true };
/** The entries of a batch in order: messages to send, and invalid entries. */
export type Batch = { url: string; entries: ({ Id: string; message: OutgoingMessage } | { failed: FailedEntry })[] };

/** A character outside XML 1.0, which SQS rejects. */
const invalidCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const parseMessage = ({
  MessageBody: body = "",
  DelaySeconds: delay = 0,
}: Omit<z.infer<typeof sendRequest>, "QueueUrl">) => {
  if (body === "") throw new ServiceError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (invalidCharacter.test(body))
    throw new ServiceError("InvalidMessageContents", "Invalid characters were found in the message body.");
  if (Buffer.byteLength(body) > queueLimits.messageBytes)
    throw invalidParameter(`Message must be shorter than ${queueLimits.messageBytes} bytes.`);
  if (delay < 0 || delay > queueLimits.delaySeconds)
    throw invalidParameter(`DelaySeconds must be >= 0 and <= ${queueLimits.delaySeconds}.`);
  return { body, delay };
};

const invalidParameter = (reason: string) =>
  new ServiceError("InvalidParameterValue", `One or more parameters are invalid. Reason: ${reason}`);

/** Parses the input of SendMessage. */
export const parseSend = (input: unknown): { url: string; message: OutgoingMessage } => {
  const { QueueUrl: url, ...rest } = parseInput(sendRequest, input);
  return { url, message: parseMessage(rest) };
};

/** Parses the input of SendMessageBatch: an invalid entry fails alone, an invalid batch is rejected. */
export const parseBatch = (input: unknown): Batch => {
  const { QueueUrl: url, Entries } = parseInput(batchRequest, input);
  if (Entries.length === 0)
    throw new ServiceError("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (Entries.length > queueLimits.batchEntries)
    throw new ServiceError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${queueLimits.batchEntries}.`,
    );
  if (Entries.some(({ Id }) => !/^[A-Za-z0-9_-]{1,80}$/.test(Id)))
    throw new ServiceError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
    throw new ServiceError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  const bytes = Entries.reduce((sum, { MessageBody = "" }) => sum + Buffer.byteLength(MessageBody), 0);
  if (bytes > queueLimits.messageBytes)
    throw new ServiceError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${queueLimits.messageBytes} bytes.`,
    );
  return { url, entries: Entries.map(parseEntry) };
};

const parseEntry = ({ Id, ...rest }: { Id: string } & Omit<z.infer<typeof sendRequest>, "QueueUrl">) => {
  try {
    return { Id, message: parseMessage(rest) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { failed: { Id, Code: error.type, Message: error.message, SenderFault: true as const } };
  }
};

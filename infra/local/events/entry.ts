import * as z from "zod/mini";
import { account, region } from "../account.ts";

/** An entry of PutEvents. Everything is optional, since a missing property fails only its own entry. */
export const eventEntry = z.strictObject({
  Source: z.optional(z.string()),
  DetailType: z.optional(z.string()),
  Detail: z.optional(z.string()),
  EventBusName: z.optional(z.string()),
  /** Epoch seconds. */
  Time: z.optional(z.number()),
  Resources: z.optional(z.array(z.string())),
});
export type EventEntry = z.infer<typeof eventEntry>;

export type EntryError = { ErrorCode: string; ErrorMessage: string };

/** The size of an entry as EventBridge counts it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export const entryBytes = ({ Time, Resources = [], ...texts }: EventEntry): number =>
  (Time === undefined ? 0 : 14) +
  [texts.Source, texts.DetailType, texts.Detail, ...Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ""),
    0,
  );

/** The error of an invalid entry, or undefined. */
export const entryErrorOf = (entry: EventEntry): EntryError | undefined => {
  for (const name of ["Source", "DetailType", "Detail"] as const)
    if (!entry[name])
      return {
        ErrorCode: "InvalidArgument",
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  if (entry.Source?.startsWith("aws."))
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  return isObject(entry.Detail ?? "")
    ? undefined
    : { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
};

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

/** The event as rules and targets receive it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export const envelopeOf = (entry: EventEntry, id: string, now: number) => ({
  version: "0",
  id,
  "detail-type": entry.DetailType,
  source: entry.Source,
  account,
  time: new Date(entry.Time === undefined ? now : entry.Time * 1_000).toISOString().replace(/\.\d+Z$/, "Z"),
  region,
  resources: entry.Resources ?? [],
  detail: JSON.parse(entry.Detail ?? "{}"),
});

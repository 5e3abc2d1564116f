import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { arnPrefix } from "../account.ts";
import { parseInput, ServiceError, startJsonServer } from "../json-server.ts";
import type { LocalServer } from "../listen.ts";
import type { Callers } from "../permissions/caller.ts";
import type { Bus } from "./bus-folder.ts";
import { type EntryError, type EventEntry, entryBytes, entryErrorOf, envelopeOf, eventEntry } from "./entry.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const eventLimits = { entries: 10, bytes: 1_048_576 } as const;
/** Bytes of a request, with up to six bytes for a character in JSON. */
const bodyLimit = 8_000_000;

const putEvents = z.strictObject({ Entries: z.array(eventEntry) });

type ValidEntry = { bus: Bus; id: string; event: object };

/**
 * Serves the EventBridge operations that functions call, on loopback.
 * @param busOf returns the bus of a name or ARN, or undefined
 */
export const startEventServer = (
  busOf: (nameOrArn: string) => Bus | undefined,
  log: (message: string) => void,
  callers?: Callers,
): Promise<LocalServer> => {
  const validate = (entry: EventEntry): ValidEntry | EntryError => {
    const bus = busOf(entry.EventBusName ?? "default");
    const error = entryErrorOf(entry);
    if (error) return error;
    // AWS drops such an event silently; the error shows a wrong name.
    if (bus === undefined) return { ErrorCode: "InvalidArgument", ErrorMessage: "There is no such event bus." };
    const id = randomUUID();
    return { bus, id, event: envelopeOf(entry, id, Date.now()) };
  };
  return startJsonServer({
    version: "1.1",
    bodyLimit,
    callers,
    log,
    operations: {
      "AWSEvents.PutEvents": async (input, authorize) => {
        const { Entries } = parseInput(putEvents, input);
        checkSize(Entries);
        for (const resource of new Set(Entries.map(arnOfBus))) authorize({ action: "events:PutEvents", resource });
        const all = Entries.map(validate);
        await append(all.flatMap((each) => ("bus" in each ? [each] : [])));
        return {
          FailedEntryCount: all.filter((each) => !("bus" in each)).length,
          Entries: all.map((each) => ("bus" in each ? { EventId: each.id } : each)),
        };
      },
    },
  });
};

/** Also for an unknown bus: only callers with permission learn whether a bus exists. */
const arnOfBus = ({ EventBusName: name = "default" }: EventEntry): string =>
  name.startsWith("arn:") ? name : `${arnPrefix("events")}:event-bus/${name}`;

const checkSize = (entries: readonly EventEntry[]): void => {
  if (entries.length === 0 || entries.length > eventLimits.entries)
    throw new ServiceError(
      "ValidationException",
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${eventLimits.entries}`,
    );
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) >= eventLimits.bytes)
    throw new ServiceError("ValidationException", "Total size of the entries in the request is over the limit.");
};

const append = async (entries: readonly ValidEntry[]): Promise<void> => {
  for (const bus of new Set(entries.map((each) => each.bus)))
    await bus.append(entries.filter((each) => each.bus === bus).map(({ event }) => event));
};

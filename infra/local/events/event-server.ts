import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { account, arnPrefix, region } from "../account.ts";
import { parseInput, ServiceError, startJsonServer } from "../json-server.ts";
import type { LocalServer } from "../listen.ts";
import type { Callers } from "../permissions/permissions.ts";
import type { Bus } from "./bus-folder.ts";
import { type EntryError, type EventEntry, entryBytes, entryErrorOf, envelopeOf, eventEntry } from "./entry.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const eventLimits = { entries: 10, bytes: 1_048_576 } as const;
/** Bytes of a request, every character of which JSON may write as six. */
const bodyLimit = 8_000_000;

const putEvents = z.strictObject({ Entries: z.array(eventEntry) });

type Placed = { bus: Bus; id: string; event: object };

/**
 * Serves what the functions ask of EventBridge, on loopback.
 * @param busOf the bus of a name or an ARN, or undefined
 */
export const startEventServer = (
  busOf: (nameOrArn: string) => Bus | undefined,
  log: (message: string) => void,
  callers?: Callers,
): Promise<LocalServer> => {
  const place = (entry: EventEntry): Placed | EntryError => {
    const bus = busOf(entry.EventBusName ?? "default");
    const fault = entryErrorOf(entry);
    if (fault) return fault;
    // AWS drops it without a word. Here whoever mistook the name is told.
    if (bus === undefined) return { ErrorCode: "InvalidArgument", ErrorMessage: "There is no such event bus here." };
    const id = randomUUID();
    return { bus, id, event: envelopeOf(entry, id, Date.now(), account, region) };
  };
  return startJsonServer({
    version: "1.1",
    bodyLimit,
    callers,
    log,
    operations: {
      "AWSEvents.PutEvents": async (input, permit) => {
        const { Entries } = parseInput(putEvents, input);
        checkSize(Entries);
        for (const resource of new Set(Entries.map(arnOfBus))) permit({ action: "events:PutEvents", resource });
        const all = Entries.map(place);
        await keep(all.flatMap((each) => ("bus" in each ? [each] : [])));
        return {
          FailedEntryCount: all.filter((each) => !("bus" in each)).length,
          Entries: all.map((each) => ("bus" in each ? { EventId: each.id } : each)),
        };
      },
    },
  });
};

/** Of a bus that is not here too: whether there is one is told to those alone who may use it. */
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

const keep = async (placed: readonly Placed[]): Promise<void> => {
  for (const bus of new Set(placed.map((each) => each.bus)))
    await bus.append(placed.filter((each) => each.bus === bus).map(({ event }) => event));
};

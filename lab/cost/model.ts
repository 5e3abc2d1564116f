import { functions } from "../../lib/contract/functions.ts";
import { queues } from "../../lib/contract/queues.ts";
import { type OperationName, routes } from "../../lib/contract/routes.ts";
import { assumed } from "./assumed.ts";
import type { PriceName } from "./prices.ts";
import type { Size } from "./size.ts";
import type { Standing } from "./stage.ts";
import { callsAMonth, type Habit, habits } from "./traffic.ts";
import type { CallUnits } from "./units.ts";

/** How many of what AWS charges for, in a month. */
export type Usage = Readonly<Record<PriceName, number>>;

type Calls = { habit: Habit; count: number; units: CallUnits };

/** The measured call that a habit is like. Throws where none was measured: the model may not leave anything out unseen. */
export const measuredAs = (measured: readonly CallUnits[], { operation, like = "" }: Habit): CallUnits => {
  const found = measured.find((call) => call.operation === operation && call.about === like);
  if (!found) throw new Error(`${operation} (${like}) was not measured: npm run bench -- --only units --write`);
  return found;
};

const sum = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0);
const gigabytes = (bytes: number) => bytes / 1e9;
const memoryOf = (operation: OperationName) => functions[routes[operation].function].memory / 1_024;

/** What a service of that size uses in a month. */
export const usageOf = (size: Size, measured: readonly CallUnits[], standing: Standing): Usage => {
  const calls = habits.map((habit) => ({
    habit,
    count: callsAMonth(size, habit),
    units: measuredAs(measured, habit),
  }));
  const photos = size.photos / 12;
  const changed = measuredAs(measured, { operation: "updatePhoto", perYear: 0, of: "photo", because: "" });
  const requests = sum(calls, ({ count }) => count);
  const followed =
    sum(calls, ({ count, units }) => (units.follows.changes > 0 ? count : 0)) + photos * assumed.photoChanges;
  const changes = sum(calls, ({ count, units }) => count * units.follows.changes) + photos * assumed.photoChanges;
  const stored = gigabytes(bytesKept(size, calls, photos, changed));
  const views = pagesSeen(calls);
  const invocations = requests + followed + photos;
  const logged = gigabytes(invocations * assumed.logBytes);
  return {
    "HTTP API requests": requests,
    "Lambda requests": invocations,
    "Lambda time": lambdaTime(calls, followed, photos),
    "DynamoDB reads": unitsUsed("read", calls, photos, changed),
    "DynamoDB writes": unitsUsed("write", calls, photos, changed),
    "DynamoDB storage": stored,
    "DynamoDB backup by the second": stored,
    "S3 storage": gigabytes(size.photos * size.years * (assumed.photoBytes + assumed.renditionBytes)),
    "S3 writes": photos * 3,
    "S3 reads": photos + viewsOf(calls, "getPhoto"),
    "CloudFront requests": views * assumed.requestsOfPage,
    "CloudFront transfer": gigabytes(views * assumed.pageBytes),
    "Transfer out": gigabytes(requests * assumed.answerBytes + viewsOf(calls, "getPhoto") * assumed.renditionBytes),
    "KMS signatures": viewsOf(calls, "issueToken"),
    "KMS keys": standing.keys,
    "Secrets Manager": standing.secrets,
    "SQS requests": Object.keys(queues).length * assumed.pollsOfQueue,
    "EventBridge events": changes,
    "CloudWatch logs": logged,
    "CloudWatch log storage": (logged * assumed.logDays) / 30,
    "CloudWatch alarms": standing.alarms,
    "CloudWatch dashboards": standing.dashboards,
    "X-Ray traces": invocations * assumed.tracedShare,
  };
};

const viewsOf = (calls: readonly Calls[], operation: OperationName) =>
  sum(calls, ({ habit, count }) => (habit.operation === operation ? count : 0));

/** Readers of pages, most of whom get a copy that is near them. */
const pagesSeen = (calls: readonly Calls[]) => viewsOf(calls, "getEvent") * (1 + assumed.readersOfCopies);

/** Units of the calls, of what follows from them, and of photos that arrive, each change of which is told like any other. */
const unitsUsed = (kind: "read" | "write", calls: readonly Calls[], photos: number, changed: CallUnits) =>
  sum(calls, ({ count, units }) => count * (units.units[kind] + units.follows[kind])) +
  photos * (assumed.photoChecked[kind] + assumed.photoChanges * changed.follows[kind]);

/** GB-seconds: of calls by their round trips, of the stream by its batches, of photos by their bytes. */
const lambdaTime = (calls: readonly Calls[], followed: number, photos: number) =>
  sum(calls, ({ habit, count, units }) => (count * memoryOf(habit.operation) * millisecondsOf(units)) / 1_000) +
  (followed * assumed.followMilliseconds * functions.streamProcessor.memory) / 1_024 / 1_000 +
  (photos * assumed.photoMilliseconds * functions.photoProcessor.memory) / 1_024 / 1_000;

const millisecondsOf = ({ rounds }: CallUnits) =>
  assumed.callMilliseconds + rounds * assumed.roundTripMilliseconds + assumed.coldShare * assumed.coldMilliseconds;

/** Bytes of the members who are there, and of all that has been written in the years that are kept. */
const bytesKept = ({ members, years }: Size, calls: readonly Calls[], photos: number, changed: CallUnits) => {
  const member = calls.find(({ habit }) => habit.operation === "putMemberByExternalId")?.units.keptBytes ?? 0;
  const aMonth = sum(calls, ({ count, units }) => count * Math.max(0, units.keptBytes));
  const ofPhotos = photos * assumed.photoChanges * changed.keptBytes;
  return members * member + years * 12 * (aMonth + ofPhotos);
};

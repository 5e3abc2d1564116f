import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { functions } from "../../lib/contract/functions.ts";
import { queues } from "../../lib/contract/queues.ts";
import { type OperationName, routes } from "../../lib/contract/routes.ts";
import { type OperationCost, writeCommand } from "../bench/units/committed.ts";
import { sum } from "../support/report.ts";
import { assumed, callsAMonth, type Habit, habits } from "./assumptions.ts";
import type { PriceName } from "./prices.ts";
import type { Size } from "./size.ts";

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.optional(z.record(z.string(), z.unknown())) }),
  ),
});

/** Resources of a stage that cost money without any call. */
export type FixedResources = {
  /** Metrics of alarms: an alarm costs as much as it has metrics. */
  alarmMetrics: number;
  keys: number;
  secrets: number;
};

/** Counts the fixed resources in the templates of production. Throws where the synthesis fails. */
export const countFixedResources = (): FixedResources => {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-cost-"));
  try {
    const app = join(import.meta.dirname, "../../infra/app.ts");
    const env = { ...process.env, CDK_OUTDIR: folder };
    const synthesis = spawnSync(process.execPath, [app, "-c", "stage=production"], { env, encoding: "utf8" });
    if (synthesis.status !== 0) throw new Error(synthesis.stderr);
    const files = readdirSync(folder).filter((name) => name.endsWith(".template.json"));
    return fixedResourcesIn(files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8"))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const fixedResourcesIn = (templates: readonly unknown[]): FixedResources => {
  const all = templates.flatMap((one) => Object.values(template.parse(one).Resources));
  const ofType = (type: string) => all.filter(({ Type }) => Type === type);
  return {
    alarmMetrics: sumOf(ofType("AWS::CloudWatch::Alarm"), ({ Properties }) => metricsOf(Properties)),
    keys: ofType("AWS::KMS::Key").length,
    secrets: ofType("AWS::SecretsManager::Secret").length,
  };
};

/** The metrics of an alarm, or of its expression. */
const metricsOf = (alarm: Readonly<Record<string, unknown>> = {}): number => {
  const { Metrics: metrics } = alarm;
  return Array.isArray(metrics) ? metrics.filter((one) => "MetricStat" in one).length : 1;
};

/** Quantities that AWS charges for in a month. */
export type Usage = Readonly<Record<PriceName, number>>;

type Calls = { habit: Habit; count: number; cost: OperationCost };

/** The measured call of a habit. Throws where there is none. */
export const measuredAs = (
  measured: readonly OperationCost[],
  { operation, like }: Pick<Habit, "operation" | "like">,
): OperationCost => {
  const found = measured.find((call) => call.operation === operation && call.about === like);
  if (!found) throw new Error(`${operation} (${like}) was not measured: ${writeCommand}`);
  return found;
};

const sumOf = <T>(all: readonly T[], of: (one: T) => number) => sum(all.map(of));
const gigabytes = (bytes: number) => bytes / 1e9;
const memoryOf = (operation: OperationName) => functions[routes[operation].function].memory / 1_024;

/** The usage of a service of that size in a month. */
export const usageOf = (size: Size, measured: readonly OperationCost[], fixed: FixedResources): Usage => {
  const calls = habits.map((habit) => ({
    habit,
    count: callsAMonth(size, habit),
    cost: measuredAs(measured, habit),
  }));
  const photos = size.photos / 12;
  const changed = measuredAs(measured, { operation: "updatePhoto", like: "" });
  const requests = sumOf(calls, ({ count }) => count);
  const followed =
    sumOf(calls, ({ count, cost }) => (cost.followUp.changes > 0 ? count : 0)) + photos * assumed.photoChanges;
  const changes = sumOf(calls, ({ count, cost }) => count * cost.followUp.changes) + photos * assumed.photoChanges;
  const stored = gigabytes(storedBytes(size, calls, photos, changed));
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
    "Transfer out": gigabytes(requests * assumed.responseBytes + viewsOf(calls, "getPhoto") * assumed.renditionBytes),
    "KMS signatures": viewsOf(calls, "issueToken"),
    "KMS keys": fixed.keys,
    "Secrets Manager": fixed.secrets,
    "SQS requests": Object.keys(queues).length * assumed.pollsOfQueue,
    "EventBridge events": changes,
    "CloudWatch logs": logged,
    "CloudWatch log storage": (logged * assumed.logDays) / 30,
    "CloudWatch alarms": fixed.alarmMetrics,
  };
};

const viewsOf = (calls: readonly Calls[], operation: OperationName) =>
  sumOf(calls, ({ habit, count }) => (habit.operation === operation ? count : 0));

/** Readers of pages, most of whom are served by an edge cache. */
const pagesSeen = (calls: readonly Calls[]) => viewsOf(calls, "getEvent") * (1 + assumed.cachedReaders);

/** Units of the calls, of their follow-up, and of uploaded photos. */
const unitsUsed = (kind: "read" | "write", calls: readonly Calls[], photos: number, changed: OperationCost) =>
  sumOf(calls, ({ count, cost }) => count * (cost.units[kind] + cost.followUp[kind])) +
  photos * (assumed.photoChecked[kind] + assumed.photoChanges * changed.followUp[kind]);

/** GB-seconds of calls, of batches of the stream and of photos. */
const lambdaTime = (calls: readonly Calls[], followed: number, photos: number) =>
  sumOf(calls, ({ habit, count, cost }) => (count * memoryOf(habit.operation) * millisecondsOf(cost)) / 1_000) +
  (followed * assumed.followMilliseconds * functions.streamProcessor.memory) / 1_024 / 1_000 +
  (photos * assumed.photoMilliseconds * functions.photoProcessor.memory) / 1_024 / 1_000;

const millisecondsOf = ({ roundTrips }: OperationCost) =>
  assumed.callMilliseconds + roundTrips * assumed.roundTripMilliseconds + assumed.coldShare * assumed.coldMilliseconds;

/** Bytes of the members, and of all writes of the retained years. */
const storedBytes = ({ members, years }: Size, calls: readonly Calls[], photos: number, changed: OperationCost) => {
  const member = calls.find(({ habit }) => habit.operation === "putMemberByExternalId")?.cost.storedBytes ?? 0;
  const aMonth = sumOf(calls, ({ count, cost }) => count * Math.max(0, cost.storedBytes));
  const ofPhotos = photos * assumed.photoChanges * changed.storedBytes;
  return members * member + years * 12 * (aMonth + ofPhotos);
};

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Variable } from "../../lib/contract/environment.ts";
import { type FunctionContract, functions } from "../../lib/contract/functions.ts";
import { keys } from "../../lib/table/keys.ts";
import { grouped, median, medianRatio, numeric, type Section, shown } from "../support/report.ts";
import type { Bundle, BundleName, Bundles } from "./bundles.ts";
import type { BenchEnvironment } from "./environment.ts";
import { firstCalls } from "./first-calls.ts";
import type { Bench } from "./run.ts";

/** Milliseconds by the clock, and of the processor. */
type Spent = { wall: number; work: number };

/** Time to load a bundle, of its first call, and of both. */
type ColdStart = { init: Spent; first: Spent; start: Spent };

type Probing = { bundle: string; event: object; variables: Record<string, string> };

/** Ratios to the start of the floor that a function behind the API may take, without and with signed URLs of S3. */
const limitOfApi = 1.25;
const limitOfSigning = 1.6;

/** The limit of a function; undefined for one that no caller waits for. */
const limitOf = ({ trigger, bucket }: Pick<FunctionContract, "trigger" | "bucket">): number | undefined => {
  if (trigger !== undefined) return undefined;
  return bucket === "none" ? limitOfApi : limitOfSigning;
};

export const markOf = (value: number, limit: number | undefined): string =>
  limit !== undefined && value > limit ? `▲ over ${limit}` : "";

/** Variables that Lambda and the stack set for a function, and no more. */
const variablesOf = (name: BundleName, { variables: { lambda, contract } }: BenchEnvironment) => {
  const names: readonly Variable[] = name === "floor" ? ["TABLE_NAME"] : functions[name].variables;
  return { ...lambda, ...Object.fromEntries(names.map((variable) => [variable, contract[variable]])) };
};

/** Measures one start in a fresh process. Throws where the call fails. */
const probeOnce = async (probe: string, { bundle, event, variables }: Probing): Promise<ColdStart> => {
  const { stdout } = await promisify(execFile)(process.execPath, [probe, bundle, JSON.stringify(event)], {
    env: variables,
  });
  const { response, init, first } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  if (response?.statusCode >= 400 || response?.batchItemFailures?.length > 0)
    throw new Error(`The first call of ${bundle} failed: ${stdout.trim()}`);
  return { init, first, start: { wall: init.wall + first.wall, work: init.work + first.work } };
};

/** Probes all bundles round by round; each round begins with another bundle. */
const probeInRounds = async (probe: string, bundles: readonly (Probing & { name: BundleName })[], rounds: number) => {
  const starts = new Map<BundleName, ColdStart[]>(bundles.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % bundles.length;
    for (const one of [...bundles.slice(first), ...bundles.slice(0, first)])
      starts.get(one.name)?.push(await probeOnce(probe, one));
  }
  return starts;
};

/** Measures the cold start of every bundle next to that of the floor, in so many fresh processes each. */
export const measureColdStarts = async (bundles: Bundles, bench: Bench, processes: number): Promise<Section> => {
  const { environment, sample, direct } = bench;
  const floorCall = { about: "an item", event: async () => keys.organisation(sample.committeeId) };
  const callOf = (name: BundleName) => (name === "floor" ? floorCall : firstCalls[name]);
  const all: (Bundle & Probing)[] = [];
  for (const bundle of [bundles.floor, ...bundles.functions]) {
    const event = await callOf(bundle.name).event(sample, direct, environment);
    all.push({ ...bundle, bundle: bundle.file, event, variables: variablesOf(bundle.name, environment) });
  }
  const starts = await probeInRounds(bundles.probe, all, processes);
  const times = (name: BundleName, phase: keyof ColdStart, kind: keyof Spent) =>
    (starts.get(name) ?? []).map((one) => one[phase][kind]);
  const ratio = (name: BundleName, phase: keyof ColdStart, kind: keyof Spent) =>
    medianRatio(times(name, phase, kind), times("floor", phase, kind));
  const floorMs = (phase: "init" | "first") => shown(median(times("floor", phase, "work")), 1);
  return {
    title: "Bundles and cold starts",
    notes: [
      "The floor is a bundle of @aws-sdk/client-dynamodb with one GetItem, built with the same options in the same run.",
      "Init is loading the bundle, first its first call on the local engines, start both; all are ratios to the floor in",
      `the same round, medians of ${processes} rounds, each in a fresh process. They are of processor time (floor: init`,
      `${floorMs("init")} ms, first ${floorMs("first")} ms), which a busy machine distorts least; start also by the clock.`,
      "The limit of both is 1.25, and 1.6 for a function that signs URLs of S3. Functions without a limit are not behind the API.",
    ],
    columns: [
      { title: "function" },
      ...["bytes", "gzip"].map(numeric),
      { title: "first call" },
      ...["init", "first", "start", "by the clock", "limit"].map(numeric),
      { title: "mark" },
    ],
    rows: all.map(({ name, size, gzip }) => {
      const [work, wall] = [ratio(name, "start", "work"), ratio(name, "start", "wall")];
      const limit = name === "floor" ? undefined : limitOf(functions[name]);
      return [
        name,
        grouped(size),
        grouped(gzip),
        callOf(name).about,
        shown(ratio(name, "init", "work")),
        shown(ratio(name, "first", "work")),
        shown(work),
        shown(wall),
        limit === undefined ? "" : shown(limit),
        markOf(Math.max(wall, work), limit),
      ];
    }),
  };
};

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { captureLog } from "../../test/support/console.ts";
import type { Section } from "../support/report.ts";
import { buildBundles } from "./bundles.ts";
import { measureColdStarts } from "./cold-start.ts";
import { createDirectApi, type DirectApi } from "./direct-api.ts";
import { type BenchEnvironment, type Handlers, loadHandlers, startEnvironment } from "./environment.ts";
import { measureRequestTime } from "./request-time.ts";
import { recordSample, type Sample } from "./sample.ts";
import { costDifferences, missingCases, readCommitted, writeCommand, writeCommitted } from "./units/committed.ts";
import { type FollowUp, openFollowUp } from "./units/follow-up.ts";
import { costSection, measureCosts } from "./units/measure.ts";
import { type Recorder, startRecorder } from "./units/recorder.ts";
import { measureWarm } from "./warm.ts";

export const parts = ["init", "warm", "units", "time"] as const;
type Part = (typeof parts)[number];

export type BenchOptions = {
  parts: readonly Part[];
  /** Fresh processes for each cold start. */
  processes: number;
  /** Writes `docs/measured.md` and `lab/bench/units.json`. */
  write: boolean;
};

/** Reads the command line. Throws for anything unknown. */
export const readOptions = (args: readonly string[]): BenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      processes: { type: "string", default: "25" },
      write: { type: "boolean", default: false },
    },
  });
  const { only, processes, write } = values;
  const chosen = parts.filter((part) => only === undefined || only === part);
  if (chosen.length === 0) throw new Error(`--only takes ${parts.join(", ")}, not ${only}`);
  return { parts: chosen, processes: Number(processes), write };
};

/** What operations are measured on. */
export type Bench = {
  environment: BenchEnvironment;
  handlers: Handlers;
  recorder: Recorder;
  followUp: FollowUp;
  /** Sends as the client of the sample. */
  direct: DirectApi;
  sample: Sample;
};

/** `faults`: differences between the measured units and the committed ones. */
export type BenchResult = { sections: Section[]; faults: string[] };

/** Lines of the functions' log that are reported with a failure. */
const logLines = 3;

/** Measures the chosen parts, one after the other. */
export const runBench = async (options: BenchOptions, report: (line: string) => void): Promise<BenchResult> => {
  // Functions log every request.
  const log = captureLog();
  try {
    const onTable = options.parts.some((part) => part !== "time");
    const result: BenchResult = onTable ? await withBench(options, report) : { sections: [], faults: [] };
    if (options.parts.includes("time")) {
      report("Time of requests");
      result.sections.push(await measureRequestTime());
    }
    return result;
  } catch (error) {
    report(log.lines.slice(-logLines).join("\n"));
    throw error;
  } finally {
    log.release();
  }
};

const withBench = async (options: BenchOptions, report: (line: string) => void): Promise<BenchResult> => {
  const environment = await startEnvironment();
  const recorder = await startRecorder(environment.endpoint);
  try {
    report("Recording the sample");
    const handlers = await loadHandlers(environment, recorder.url);
    const followUp = await openFollowUp(environment, handlers, recorder);
    try {
      const sample = await recordSample(createDirectApi(handlers));
      await followUp.run();
      const direct = createDirectApi(handlers, sample.caller);
      return await measureOn({ environment, handlers, recorder, followUp, direct, sample }, options, report);
    } finally {
      followUp.close();
    }
  } finally {
    await recorder.close();
    await environment.close();
  }
};

const measureOn = async (bench: Bench, options: BenchOptions, report: (line: string) => void): Promise<BenchResult> => {
  const result: BenchResult = { sections: [], faults: [] };
  if (options.parts.includes("init")) {
    report("Cold starts");
    result.sections.push(await measureBundles(bench, options.processes));
  }
  if (options.parts.includes("warm")) {
    report("Our own code, warm");
    result.sections.push(await measureWarm(bench));
  }
  if (options.parts.includes("units")) {
    report("Round trips and capacity");
    const costs = await measureCosts(bench);
    result.sections.push(costSection(costs));
    result.faults.push(...missingCases(new Set(costs.map(({ operation }) => operation))));
    const differences = options.write ? [] : costDifferences(readCommitted().calls, costs);
    if (differences.length > 0) result.faults.push(...differences, `If this is intended: ${writeCommand}`);
    if (options.write) writeCommitted(costs);
  }
  return result;
};

const measureBundles = async (bench: Bench, processes: number): Promise<Section> => {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-bench-bundles-"));
  try {
    return await measureColdStarts(buildBundles(folder), bench, processes);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

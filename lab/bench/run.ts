import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureLog } from "../../test/support/console.ts";
import type { Section } from "../support/report.ts";
import { buildBundles } from "./bundles.ts";
import { measureColdStarts } from "./cold-start.ts";
import { createDirectApi, type DirectApi } from "./direct-api.ts";
import { type BenchEnvironment, loadHandlers, startEnvironment } from "./environment.ts";
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

/** The parts that `--only` selects; all without it. Throws for an unknown one. */
export const selectParts = (only: string | undefined): readonly Part[] => {
  const chosen = parts.filter((part) => only === undefined || only === part);
  if (chosen.length === 0) throw new Error(`--only takes ${parts.join(", ")}, not ${only}`);
  return chosen;
};

/** What operations are measured on. */
export type Bench = {
  environment: BenchEnvironment;
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
  const result: BenchResult = { sections: [], faults: [] };
  const measure = async (part: Part, title: string, run: () => Promise<Section>) => {
    if (!options.parts.includes(part)) return;
    report(title);
    result.sections.push(await run());
  };
  const onTable = async (bench: Bench) => {
    await measure("init", "Cold starts", () => measureBundles(bench, options.processes));
    await measure("warm", "Our own code, warm", () => measureWarm(bench));
    await measure("units", "Round trips and capacity", async () => {
      const costs = await measureCosts(bench);
      if (options.write) writeCommitted(costs);
      result.faults.push(...missingCases(new Set(costs.map(({ operation }) => operation))));
      const differences = costDifferences(readCommitted().calls, costs);
      if (differences.length > 0) result.faults.push(...differences, `If this is intended: ${writeCommand}`);
      return costSection(costs);
    });
  };
  // Functions log every request.
  const log = captureLog();
  try {
    if (options.parts.some((part) => part !== "time")) {
      report("Recording the sample");
      await withBench(onTable);
    }
    await measure("time", "Time of requests", measureRequestTime);
    return result;
  } catch (error) {
    report(log.lines.slice(-logLines).join("\n"));
    throw error;
  } finally {
    log.release();
  }
};

const withBench = async (use: (bench: Bench) => Promise<void>): Promise<void> => {
  const environment = await startEnvironment();
  const recorder = await startRecorder(environment.endpoint);
  try {
    const handlers = await loadHandlers(environment, recorder.url);
    const followUp = await openFollowUp(environment, handlers, recorder);
    try {
      const sample = await recordSample(createDirectApi(handlers));
      await followUp.run();
      await use({ environment, recorder, followUp, direct: createDirectApi(handlers, sample.caller), sample });
    } finally {
      followUp.close();
    }
  } finally {
    await recorder.close();
    await environment.close();
  }
};

const measureBundles = async (bench: Bench, processes: number): Promise<Section> => {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-bench-bundles-"));
  try {
    return await measureColdStarts(buildBundles(folder), bench, processes);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

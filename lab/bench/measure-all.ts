import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureLog } from "../../test/support/console.ts";
import { writeUnits } from "../cost/units.ts";
import { measureImages } from "./images/measure.ts";
import { buildBundles } from "./init/bundles.ts";
import { explainBundles } from "./init/explain.ts";
import { measureInit } from "./init/measure.ts";
import type { Options, Part } from "./options.ts";
import { arePeersInstalled, installPeers } from "./peers/bundles.ts";
import { measurePeers } from "./peers/measure.ts";
import { type Archive, recordArchive } from "./place/archive.ts";
import { createDirect, type Direct } from "./place/direct.ts";
import { type Handlers, loadHandlers } from "./place/handlers.ts";
import { type Place, startPlace } from "./place/place.ts";
import { tellChanges } from "./place/tell.ts";
import type { Section } from "./report/section.ts";
import { measureTime } from "./time/measure.ts";
import { measureCost } from "./units/measure-cost.ts";
import { type Recorder, startRecorder } from "./units/recorder.ts";
import { unitsSection } from "./units/section.ts";
import { measureWarm } from "./warm/measure.ts";

/** Lines of the functions' log that explain a failure. */
const shownOnFailure = 3;

/** Parts that are measured on the engines, with the conference recorded. */
const onPlace: readonly Part[] = ["init", "warm", "peers", "units"];

/** Measures the chosen parts, one after the other. `say` is told what is under way. */
export const measureAll = async (options: Options, say: (text: string) => void): Promise<Section[]> => {
  // Functions log every request; the report is not the place for it.
  const log = captureLog();
  try {
    const sections: Section[] = [];
    if (options.parts.some((part) => onPlace.includes(part))) sections.push(...(await measureOnPlace(options, say)));
    if (options.parts.includes("images")) {
      say("Renditions of photos");
      sections.push(await measureImages());
    }
    if (options.parts.includes("time")) {
      say("Time of requests");
      sections.push(await measureTime());
    }
    return sections;
  } catch (error) {
    say(log.lines.slice(-shownOnFailure).join("\n"));
    throw error;
  } finally {
    log.release();
  }
};

const measureOnPlace = async (options: Options, say: (text: string) => void): Promise<Section[]> => {
  const place = await startPlace();
  const recorder = await startRecorder(place.endpoint);
  try {
    say("Recording the conference");
    const handlers = await loadHandlers(place, recorder.url);
    const archive = await recordArchive(createDirect(handlers));
    await tellChanges(place);
    const direct = createDirect(handlers, archive.caller);
    return await measureOn({ place, handlers, recorder, archive, direct }, options, say);
  } finally {
    await recorder.close();
    await place.close();
  }
};

type Standing = { place: Place; handlers: Handlers; recorder: Recorder; archive: Archive; direct: Direct };

const measureOn = async (standing: Standing, options: Options, say: (text: string) => void) => {
  const { place, archive, direct } = standing;
  const sections = await measureBundles(standing, options, say);
  if (options.parts.includes("warm")) {
    say("Our own code, warm");
    sections.push(await measureWarm(place, direct, archive));
  }
  if (options.parts.includes("units")) {
    say("Round trips and capacity");
    const calls = await measureCost(standing);
    if (options.write) writeUnits({ measuredOn: new Date().toISOString().slice(0, 10), calls });
    sections.push(unitsSection(calls));
  }
  return sections;
};

const measureBundles = async (standing: Standing, options: Options, say: (text: string) => void) => {
  const sections: Section[] = [];
  if (!options.parts.some((part) => part === "init" || part === "peers")) return sections;
  const { place, direct, archive } = standing;
  const folder = mkdtempSync(join(tmpdir(), "dangbo-bench-bundles-"));
  try {
    const built = buildBundles(folder);
    if (options.parts.includes("init")) {
      say("Cold starts");
      sections.push(await measureInit(built, place, direct, archive));
      if (options.explain) sections.push(explainBundles(built));
    }
    if (options.parts.includes("peers")) {
      say("Peers");
      if (!arePeersInstalled()) installPeers();
      sections.push(await measurePeers(folder, built, place, direct, archive));
    }
    return sections;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

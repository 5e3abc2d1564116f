import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readManifest } from "../bulk/load.ts";
import { runChild } from "../run-child.ts";
import { type Compared, compareSection, loadSection } from "./compare.ts";
import type { Cost } from "./measure-nation.ts";

const child = join(import.meta.dirname, "child.ts");

/** Measures every nation that lies in a folder, each called by its number of members. Throws where there is none. */
export const measureAll = async (state: string, say: (text: string) => void) => {
  const folders = readdirSync(state).filter((name) => /^\d+$/.test(name));
  if (folders.length === 0) throw new Error(`No nation lies in ${state}: load one by --members`);
  const compared: Compared[] = [];
  for (const folder of folders.sort((a, b) => Number(a) - Number(b)).map((name) => join(state, name))) {
    say(`Measuring ${folder}`);
    compared.push({ manifest: readManifest(folder), costs: await runChild<Cost[]>(child, { folder }) });
  }
  return [loadSection(compared), compareSection(compared)];
};

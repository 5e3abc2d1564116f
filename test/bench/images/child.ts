/**
 * Renders photos in the ways that are named, in turns, and prints the milliseconds of each and the most memory in MB.
 * Arguments: the number of rounds, the names of ways with commas, then the files, each as type=path.
 */
import { readFileSync } from "node:fs";
import { type WayName, ways } from "./ways.ts";

const [rounds, names = "", ...files] = process.argv.slice(2);
const photos = files.map((file) => {
  const [contentType = "", path = ""] = file.split("=");
  return { contentType, bytes: readFileSync(path) };
});

const timed = async (name: WayName, { bytes, contentType }: (typeof photos)[number]) => {
  const begun = performance.now();
  await ways[name](bytes, contentType);
  return performance.now() - begun;
};

const times: Record<string, number[][]> = {};
for (const name of names.split(",") as WayName[]) times[name] = photos.map(() => []);
for (let round = 0; round < Number(rounds); round++) {
  for (const [index, photo] of photos.entries()) {
    for (const name of Object.keys(times) as WayName[]) times[name]?.[index]?.push(await timed(name, photo));
  }
}
process.stdout.write(JSON.stringify({ times, peakMemory: process.resourceUsage().maxRSS / 1_024 }));

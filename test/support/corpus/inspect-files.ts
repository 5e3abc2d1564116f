/**
 * Inspects files one after the other in one process, as the function does, and prints the results and the peak memory.
 * Arguments: for each file its path and its announcement as JSON.
 */
import "@aws-sdk/client-dynamodb";
import "@aws-sdk/client-s3";
import { readFileSync } from "node:fs";
import { inspectAndRender } from "../../../lib/photos/imaging/inspect.ts";
import { chunksOf } from "./webp-container.ts";

/** Peak memory of this process in MB. On other systems than Linux it may include that of the parent. */
const peakMemory = () => {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1_024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1_024;
};

const inspect = async (file: string, announced: string) => {
  const found = await inspectAndRender(readFileSync(file), JSON.parse(announced));
  const renditions = found.ok
    ? found.renditions.map(({ data, ...shown }) => ({ ...shown, chunks: chunksOf(data).map(({ type }) => type) }))
    : [];
  return { ...found, renditions };
};

const args = process.argv.slice(2);
const results = [];
for (let at = 0; at + 1 < args.length; at += 2) results.push(await inspect(args[at] ?? "", args[at + 1] ?? ""));
process.stdout.write(JSON.stringify({ results, peakMemory: peakMemory() }));

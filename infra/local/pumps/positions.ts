import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { privateFolder, readIfThere, replaceFile } from "../files.ts";

const positions = z.record(z.string(), z.string());

/** Where a pump has come to: the last sequence number handled, by shard. */
export type Positions = {
  of(shardId: string): string | undefined;
  /** On disk once it returns. */
  set(shardId: string, sequenceNumber: string): void;
};

export function openPositions(folder: string, name: string): Positions {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const file = join(folder, `${name}.json`);
  const kept = z.parse(positions, JSON.parse(readIfThere(file) ?? "{}"));
  return {
    of: (shardId) => kept[shardId],
    set(shardId, sequenceNumber) {
      if (kept[shardId] === sequenceNumber) return;
      kept[shardId] = sequenceNumber;
      replaceFile(file, JSON.stringify(kept));
    },
  };
}

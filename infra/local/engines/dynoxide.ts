import { existsSync, statSync } from "node:fs";
import { openStreamRecords, scrubFile } from "./dynoxide-file.ts";
import type { TableEngine } from "./engine.ts";
import { onFreePort, resolveInstalled } from "./engine.ts";
import { startGuardedProcess } from "./guarded-child.ts";

/**
 * Bytes of a file that is scrubbed beside the running engine: its writes wait half a second then, or two on a busy machine,
 * which is as long as a function waits for the table. A larger one is scrubbed when the engine has stopped.
 */
const scrubbedRunning = 64_000_000;

/** The program of this platform's package (an optional dependency), or undefined where there is none. */
export const findDynoxide = (): string | undefined => {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  return resolveInstalled("@dynoxide/linux-x64/dynoxide");
};

/** Starts dynoxide on a file; kill -9 loses nothing it has acknowledged. */
export const startDynoxide = async (program: string, file: string): Promise<TableEngine> => {
  // What the last run has deleted may still be there.
  let dirty = existsSync(file);
  const { port, child } = await onFreePort(async (port) => ({
    port,
    child: await startGuardedProcess(
      program,
      ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", file],
      /listening on/,
    ),
  }));
  const records = openStreamRecords(file);
  let scrubbing = Promise.resolve();
  const scrub = async () => {
    if (!dirty) return;
    dirty = false;
    await scrubFile(file).catch((error: unknown) => {
      dirty = true;
      throw error;
    });
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    durable: true,
    ended: child.ended,
    trimStream(tableName, upTo) {
      const { some, more } = records.trim(tableName, upTo);
      dirty ||= some;
      return more;
    },
    scrub() {
      if (statSync(file).size > scrubbedRunning) return Promise.resolve();
      scrubbing = scrub();
      return scrubbing;
    },
    async stop() {
      await scrubbing.catch(() => undefined);
      records.close();
      await child.stop();
      // Where that fails, the next start knows no better than that there is something to scrub.
      await scrub().catch(() => undefined);
    },
  };
};

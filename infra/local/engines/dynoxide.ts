import { randomInt } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { openStreamRecords, scrubFile } from "./dynoxide-file.ts";
import { onFreePort, resolveInstalled, type TableEngine } from "./engine.ts";
import { startGuardedProcess } from "./guarded-process.ts";

/**
 * Largest file that is scrubbed while the engine runs: writes then wait half a second, or two on a busy machine, which is
 * how long a function waits for the table. A larger file is scrubbed after the engine has stopped.
 */
const maxOnlineScrubBytes = 64_000_000;

/** The program of this platform's package (an optional dependency), or undefined on other platforms. */
export const findDynoxide = (): string | undefined => {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  return resolveInstalled("@dynoxide/linux-x64/dynoxide");
};

/**
 * A random one of Linux's 16 million loopback addresses. The engine has no access control of its own and accepts any Host header: a
 * page of another site, whose name may point to this machine, must not find it.
 */
const secretLoopback = () => `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** Starts dynoxide on a file; kill -9 loses no acknowledged write. */
export const startDynoxide = async (program: string, file: string): Promise<TableEngine> => {
  // The file may still contain data that the last run has deleted.
  let isDirty = existsSync(file);
  const host = secretLoopback();
  const { port, child } = await onFreePort(async (port) => ({
    port,
    child: await startGuardedProcess(
      program,
      ["serve", "--host", host, "--port", String(port), "--db-path", file],
      /listening on/,
    ),
  }));
  const records = openStreamRecords(file);
  let scrubbing = Promise.resolve();
  const scrub = async () => {
    if (!isDirty) return;
    isDirty = false;
    await scrubFile(file).catch((error: unknown) => {
      isDirty = true;
      throw error;
    });
  };
  return {
    endpoint: `http://${host}:${port}`,
    durable: true,
    ended: child.ended,
    trimStream(tableName, upTo) {
      const { hadRecords, hasMore } = records.trim(tableName, upTo);
      isDirty ||= hadRecords;
      return hasMore;
    },
    scrub() {
      if (statSync(file).size > maxOnlineScrubBytes) return Promise.resolve();
      scrubbing = scrub();
      return scrubbing;
    },
    async stop() {
      await scrubbing.catch(() => undefined);
      records.close();
      await child.stop();
      // After an error the next start scrubs the file.
      await scrub().catch(() => undefined);
    },
  };
};

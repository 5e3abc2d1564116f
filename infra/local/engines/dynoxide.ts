import { createRequire } from "node:module";
import { codeOf } from "../errors.ts";
import type { TableEngine } from "./engine.ts";
import { startGuarded } from "./guarded-child.ts";
import { onFreePort } from "./port.ts";
import { openStreamRecords } from "./stream-records.ts";

const { resolve } = createRequire(import.meta.url);

/** The program of this platform's package (an optional dependency), or undefined where there is none. */
export function findDynoxide(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  try {
    return resolve("@dynoxide/linux-x64/dynoxide");
  } catch (error) {
    if (codeOf(error) === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Starts dynoxide on a file; kill -9 loses nothing it has acknowledged. */
export async function startDynoxide(program: string, file: string): Promise<TableEngine> {
  const { port, child } = await onFreePort(async (port) => ({
    port,
    child: await startGuarded(
      program,
      ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", file],
      /listening on/,
    ),
  }));
  const records = openStreamRecords(file);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    durable: true,
    ended: child.ended,
    trimStream: records.trim,
    async stop() {
      records.close();
      await child.stop();
    },
  };
}

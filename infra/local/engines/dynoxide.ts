import type { TableEngine } from "./engine.ts";
import { startGuarded } from "./guarded-child.ts";
import { onFreePort } from "./port.ts";
import { resolveIfThere } from "./resolve-if-there.ts";
import { openStreamRecords } from "./stream-records.ts";

/** The program of this platform's package (an optional dependency), or undefined where there is none. */
export function findDynoxide(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  return resolveIfThere("@dynoxide/linux-x64/dynoxide");
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

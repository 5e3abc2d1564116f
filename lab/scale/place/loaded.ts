import { startGuarded } from "../../../infra/local/engines/guarded-child.ts";
import { onFreePort } from "../../../infra/local/engines/port.ts";
import { openStreamRecords } from "../../../infra/local/engines/stream-records.ts";
import { type Place, startPlace } from "../../bench/place/place.ts";
import { databaseIn } from "../bulk/load.ts";

/**
 * Starts functions on a loaded nation. The engine alone, without what a service does at its end to leave no deleted bytes
 * behind, which rewrites the whole file.
 */
export const startLoaded = (folder: string): Promise<Place> => {
  const file = databaseIn(folder);
  return startPlace(async (program) => {
    const { port, child } = await onFreePort(async (port) => {
      const options = ["--host", "127.0.0.1", "--port", String(port), "--db-path", file];
      return { port, child: await startGuarded(program, ["serve", ...options], /listening on/) };
    });
    openStreamRecords(file).close();
    return { endpoint: `http://127.0.0.1:${port}`, stop: child.stop };
  });
};

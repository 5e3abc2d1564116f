/** Compares the nation in the folder that is named as JSON with what was drawn, and prints how much of it as JSON. */

import { captureLog } from "../../../test/support/console.ts";
import { createDirect } from "../../bench/place/direct.ts";
import { loadHandlers } from "../../bench/place/handlers.ts";
import { readManifest } from "../bulk/load.ts";
import { startLoaded } from "./loaded.ts";
import { verifyNation } from "./verify.ts";

const [task = ""] = process.argv.slice(2);
const folder: string = JSON.parse(task);
const log = captureLog();
const place = await startLoaded(folder);
try {
  const verified = await verifyNation(createDirect(await loadHandlers(place, place.endpoint)), readManifest(folder));
  process.stdout.write(JSON.stringify(verified));
} finally {
  log.release();
  await place.close();
}

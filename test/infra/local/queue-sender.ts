import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openWorkQueue } from "../../../infra/local/queues/work-queue.ts";

/** A process that sends for ever, for tests that kill it: `queue-sender.ts <folder>`. Prints the ids that are acknowledged. */
const [, , folder = ""] = process.argv;
mkdirSync(folder, { recursive: true });
const settings = { visibilityTimeout: 60, deadLetters: folder, maxReceives: 9 };
const queue = openWorkQueue(join(folder, "waiting"), settings, console.error);
for (;;) for (const id of await queue.send([{ body: "one" }, { body: "two", delay: 0 }])) console.log(id);

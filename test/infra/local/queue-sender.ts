import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openWorkQueue } from "../../../infra/local/queues/work-queue.ts";

/** A process that sends until it is killed: `queue-sender.ts <folder>`. Prints the acknowledged ids. */
const [, , folder = ""] = process.argv;
mkdirSync(folder, { recursive: true });
const settings = { visibilityTimeout: 60, deadLetters: folder, maxReceives: 9 };
const queue = openWorkQueue(join(folder, "waiting"), settings, console.error);
for (;;) for (const id of await queue.send([{ body: "one" }, { body: "two", delay: 0 }])) console.log(id);

import { messageOf } from "./errors.ts";
import { greeting } from "./greeting.ts";
import { readPort } from "./options.ts";
import { whenOrphaned } from "./orphan.ts";
import { startLocal } from "./service.ts";

const begun = performance.now();
// As in Lambda, whatever the machine's own zone is.
process.env.TZ = "UTC";
const { PORT = "3000", HOST, DANGBO_STATE = ".local", DANGBO_ADMIN_SECRET, DANGBO_LOOPBACK_WEBHOOKS } = process.env;

const fail = (error: unknown) => {
  console.error(messageOf(error));
  process.exit(1);
};

try {
  const service = await startLocal({
    port: readPort(PORT),
    host: HOST,
    state: DANGBO_STATE,
    adminSecret: DANGBO_ADMIN_SECRET,
    loopbackWebhooks: DANGBO_LOOPBACK_WEBHOOKS === "1",
  });
  const stop = (why: string, code: number) => {
    console.log(`\n${why}: finishing what is under way`);
    service.close().then(() => process.exit(code), fail);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop(signal, 0));
  whenOrphaned(() => stop("npm is gone", 0));
  service.broken.then((why) => stop(why, 1));
  console.log(greeting(service, (performance.now() - begun) / 1000, DANGBO_ADMIN_SECRET));
} catch (error) {
  fail(error);
}

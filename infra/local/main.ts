import { messageOf } from "./errors.ts";
import { greeting } from "./greeting.ts";
import { whenOrphaned } from "./orphan.ts";
import { startLocal } from "./service.ts";

// As in Lambda, whatever the machine's own zone is.
process.env.TZ = "UTC";

const begun = performance.now();
try {
  const adminSecret = process.env.DANGBO_ADMIN_SECRET;
  const service = await startLocal({
    port: Number(process.env.PORT ?? 3000),
    host: process.env.HOST,
    state: process.env.DANGBO_STATE ?? ".local",
    adminSecret,
  });
  console.log(greeting(service, (performance.now() - begun) / 1000, adminSecret));

  const stop = async (why: string, code: number) => {
    console.log(`\n${why}: finishing what is under way`);
    await service.close();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop(signal, 0));
  whenOrphaned(() => stop("npm is gone", 0));
  service.broken.then((why) => stop(why, 1));
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

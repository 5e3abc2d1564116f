import { runCommand, state, stateVariable } from "../command.ts";
import { checkExposure, defaultAdminSecret, readPort } from "./options.ts";
import { onOrphaned } from "./orphan.ts";
import type { LocalService } from "./service.ts";

/** The terminal output once the service is ready, after `seconds`. */
const greeting = ({ url, objectsUrl }: LocalService, seconds: number, adminSecret: string | undefined): string => {
  const secret = adminSecret === undefined ? defaultAdminSecret : "$DANGBO_ADMIN_SECRET";
  return `
dangbo runs at ${url} (ready in ${seconds.toFixed(1)} s; storage at ${objectsUrl})

  Documentation   ${url}/docs
  Get a token     TOKEN=$(curl -s -u "admin:${secret}" -d grant_type=client_credentials ${url}/oauth2/token | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
  First calls     curl -s -H "Authorization: Bearer $TOKEN" ${url}/v1/organisations
                  curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
                    -d '{"kind": "grassroots-committee", "name": "Đảng bộ Thư viện"}' ${url}/v1/organisations

Stop with Ctrl-C.
`;
};

const startedAt = performance.now();
// Output may go to a file on a full disk, or to a program that has ended: the service continues without it.
for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);
// As in Lambda, independent of the time zone of the machine.
process.env.TZ = "UTC";

await runCommand({
  usage: "npm start --",
  summary: "Runs the complete service on this machine.",
  environment: {
    PORT: "Port of the API and the pages (default: 3000); storage uses the next one, or any that is free",
    HOST: "Address (default: localhost); any but loopback requires DANGBO_ADMIN_SECRET",
    ...stateVariable,
    DANGBO_ADMIN_SECRET: `Secret of the client admin (default: ${defaultAdminSecret})`,
    DANGBO_LOOPBACK_WEBHOOKS: "1 allows webhooks to this machine",
  },
  async run() {
    const { PORT = "3000", HOST, DANGBO_ADMIN_SECRET, DANGBO_LOOPBACK_WEBHOOKS } = process.env;
    const port = readPort(PORT);
    const { host } = checkExposure({ host: HOST, adminSecret: DANGBO_ADMIN_SECRET });
    console.log(
      `dangbo is starting on ${port === 0 ? "a free port" : `port ${port}`} of ${host}, with its data in ${state} …`,
    );
    // Loaded after this line, since it takes a while.
    const { startLocal } = await import("./service.ts");
    const service = await startLocal({
      port,
      host: HOST,
      state,
      adminSecret: DANGBO_ADMIN_SECRET,
      loopbackWebhooks: DANGBO_LOOPBACK_WEBHOOKS === "1",
    });
    const ended = new Promise<string>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(signal));
      onOrphaned(() => resolve("npm has ended"));
    });
    console.log(greeting(service, (performance.now() - startedAt) / 1000, DANGBO_ADMIN_SECRET));
    const broken = service.broken.then((reason) => ({ reason, code: 1 }));
    const { reason, code } = await Promise.race([broken, ended.then((end) => ({ reason: end, code: 0 }))]);
    console.log(`\n${reason}: completing running requests, then stopping`);
    process.exitCode = code;
    await service.close();
  },
});
// Nothing that is still open may keep a stopped service running.
process.exit();

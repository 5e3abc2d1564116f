import { messageOf } from "./errors.ts";
import { defaultAdminSecret, readPort } from "./options.ts";
import { onOrphaned } from "./orphan.ts";
import { type LocalService, startLocal } from "./service.ts";

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
// As in Lambda, independent of the time zone of the machine.
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
  const stop = (reason: string, code: number) => {
    console.log(`\n${reason}: completing running requests, then stopping`);
    service.close().then(() => process.exit(code), fail);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop(signal, 0));
  onOrphaned(() => stop("npm has ended", 0));
  service.broken.then((reason) => stop(reason, 1));
  console.log(greeting(service, (performance.now() - startedAt) / 1000, DANGBO_ADMIN_SECRET));
} catch (error) {
  fail(error);
}

import { someStages } from "./stage-files.ts";
import { synthesize, type Template } from "./template.ts";

/** Given to every stage; only `local` may use it. */
export const givenAdminSecret = "a-secret-given-from-outside";
export const givenOrigins = ["https://thu-vien.example", "https://office.example:8443"];

const env = { DANGBO_ADMIN_SECRET: givenAdminSecret, DANGBO_LOOPBACK_WEBHOOKS: "1" };

/** The templates of four stages. */
export const { Monitoring, ...production } = await synthesize("production", { env });
/** Only `production` has it. */
export const monitoring: Template = Monitoring ?? { Description: "", Resources: {}, Outputs: {} };
export const dev = await synthesize("dev", { stages: someStages, env });
export const local = await synthesize("local", { env });
/** With a domain for API, issuer and pages each. */
export const withDomains = await synthesize("domains", { stages: someStages });

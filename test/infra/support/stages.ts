import { synthesize, type Template } from "./template.ts";

/** Given to every stage; only `local` may use it. */
export const givenAdminSecret = "a-secret-given-from-outside";
export const givenOrigins = ["https://thu-vien.example", "https://office.example:8443"];

const env = { DANGBO_ADMIN_SECRET: givenAdminSecret, DANGBO_LOOPBACK_WEBHOOKS: "1" };

/** The templates of three stages. */
export const { Monitoring, ...production } = await synthesize("production", [], env);
/** Only `production` has it. */
export const monitoring: Template = Monitoring ?? { Description: "", Resources: {}, Outputs: {} };
export const dev = await synthesize("dev", ["-c", `uploadOrigins=${givenOrigins.join(",")}`], env);
export const local = await synthesize("local", [], env);

import { synthesize, type Template } from "./template.ts";

/** Given in every stage; only the one of this machine may take it. */
export const givenAdminSecret = "a-secret-given-from-outside";
export const givenOrigins = ["https://thu-vien.example", "https://office.example:8443"];

/** Given in every stage too, with the same right. */
const env = { DANGBO_ADMIN_SECRET: givenAdminSecret, DANGBO_LOOPBACK_WEBHOOKS: "1" };

/** The templates of three stages. */
export const { Watch: watched, ...production } = await synthesize("production", [], env);
/** What is there only where somebody is woken. */
export const watch: Template = watched ?? { Description: "", Resources: {}, Outputs: {} };
export const dev = await synthesize("dev", ["-c", `uploadOrigins=${givenOrigins.join(",")}`], env);
export const local = await synthesize("local", [], env);

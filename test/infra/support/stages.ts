import { synthesize } from "./template.ts";

/** Given in every stage; only the one of this machine may take it. */
export const givenAdminSecret = "a-secret-given-from-outside";
export const givenOrigins = ["https://thu-vien.example", "https://office.example:8443"];

const env = { DANGBO_ADMIN_SECRET: givenAdminSecret };

/** The templates of three stages. */
export const production = await synthesize("production", [], env);
export const dev = await synthesize("dev", ["-c", `uploadOrigins=${givenOrigins.join(",")}`], env);
export const local = await synthesize("local", [], env);

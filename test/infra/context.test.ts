import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readContext } from "../../infra/context.ts";
import { isProtected, settingsFor } from "../../infra/settings.ts";
import { useTemporaryFolder } from "../support/bundle-folder.ts";

const folder = useTemporaryFolder();

describe("the context of a synthesis", () => {
  test("The stage comes from the command line, the CDK CLI or the environment, in this order; dev is the default", () => {
    const cli = { CDK_CONTEXT_JSON: '{"stage":"from-cli","aws:cdk:bundling-stacks":["**"]}', DANGBO_STAGE: "from-env" };
    expect(readContext(["stage=from-args"], cli).stage).toBe("from-args");
    expect(readContext([], cli).stage).toBe("from-cli");
    expect(readContext([], { DANGBO_STAGE: "from-env" }).stage).toBe("from-env");
    expect(readContext([], {}).stage).toBe("dev");
  });

  test("The default folders are functions and cdk.out", () => {
    const functions = resolve(import.meta.dirname, "../../functions");
    expect(readContext([], {})).toMatchObject({ outdir: resolve("cdk.out"), functionsFolder: functions });
    expect(readContext(["functions=/elsewhere"], { CDK_OUTDIR: "/out" })).toMatchObject({
      outdir: "/out",
      functionsFolder: "/elsewhere",
    });
  });

  test.each([
    "stag=dev",
    "stage",
    "=dev",
    "__proto__=dev",
    "pagesDomain=tin.example",
    "uploadOrigins=https://a.example",
  ])("An unknown context value is rejected: -c %s", (pair) => {
    expect(() => readContext([pair], {})).toThrow(`-c ${pair} is not one of`);
  });
});

describe("the settings of a stage", () => {
  /** The settings with an entry of the stage in the file. */
  const settings = (stage: string, entry?: unknown) => {
    const stagesFile = join(folder, "stages.json");
    writeFileSync(stagesFile, JSON.stringify(entry === undefined ? {} : { [stage]: entry }));
    return settingsFor({ stage, stagesFile, localAdminSecret: "local-admin-secret" });
  };

  test("Only production retains data, and logs for a year", () => {
    expect(settings("production")).toMatchObject({ stage: "production", retainData: true, logRetention: 365 });
    expect(settings("dev")).toMatchObject({ retainData: false, logRetention: 30 });
  });

  test("Any other stage has the settings of dev", () => {
    expect(settings("nguyen-1")).toEqual({ ...settings("dev"), stage: "nguyen-1" });
  });

  test("Only the stage local contains the secret of the first client", () => {
    expect(settings("local").adminSecret).toBe("local-admin-secret");
    for (const stage of ["dev", "production", "local-2"]) expect(settings(stage)).not.toHaveProperty("adminSecret");
  });

  test("Loopback webhooks are allowed in the stage local only, and only on request", () => {
    const receivers = (stage: string, DANGBO_LOOPBACK_WEBHOOKS?: string) =>
      settingsFor(readContext([`stage=${stage}`], { DANGBO_LOOPBACK_WEBHOOKS })).webhookReceivers;
    expect(receivers("local", "1")).toBe("public,loopback");
    for (const given of [undefined, "", "0", "true"]) expect(receivers("local", given)).toBe("public");
    for (const stage of ["dev", "production", "local-2"]) expect(receivers(stage, "1")).toBe("public");
  });

  test.each(["", "Dev", "1st", "a_b", "constructor ", "dev\n", "a-name-too-long-"])(
    "An invalid stage name is rejected: %j",
    (stage) => {
      expect(() => settings(stage)).toThrow("is not a valid stage name");
    },
  );

  test("An entry of the file replaces the defaults of its stage, and of no other", () => {
    const entry = { tableGeneration: 2, formerTables: 1, signingKeys: [2, 1], reservedConcurrency: {} };
    expect(settings("production", entry)).toMatchObject({ ...entry, retainData: true });
    expect(settingsFor({ stage: "dev", stagesFile: join(folder, "stages.json") })).toEqual(settings("dev"));
    expect(settings("constructor")).toEqual({ ...settings("dev"), stage: "constructor" });
  });

  test.each<[unknown, string]>([
    [{ domain: {} }, "stages.json: dev: unrecognized keys domain"],
    [{ retainData: false }, "dev: unrecognized keys retainData"],
    [{ domains: { page: {} } }, "dev.domains: unrecognized keys page"],
    [{ domains: { api: { name: "api.example" } } }, "dev.domains.api.certificate: invalid type"],
    [{ signingKeys: [] }, "dev.signingKeys"],
    [{ tableGeneration: 0 }, "dev.tableGeneration: too small"],
    [{ uploadOrigins: "https://a.example" }, "dev.uploadOrigins: invalid type"],
    [[], "dev: invalid type"],
  ])("A faulty entry is rejected with its place: %j", (entry, message) => {
    expect(() => settings("dev", entry)).toThrow(message);
  });

  test("A file that is no JSON is named", () => {
    const stagesFile = join(folder, "broken.json");
    writeFileSync(stagesFile, "{");
    expect(() => settingsFor({ stage: "dev", stagesFile })).toThrow(`${stagesFile} is not JSON`);
  });

  const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/abc-1`;
  const pages = { name: "tin.thu-vien.example", certificate: certificate("us-east-1") };
  const api = { name: "api.thu-vien.example", certificate: certificate("ap-southeast-1") };

  test("API, issuer and pages may have a domain each", () => {
    const domains = { api, issuer: { ...api, name: "login.thu-vien.example" }, pages };
    expect(settings("production", { domains }).domains).toEqual(domains);
    expect(settings("production").domains).toEqual({});
  });

  test.each([
    { pages: { ...pages, certificate: api.certificate } },
    { pages: { ...pages, certificate: "" } },
    { api: { ...api, certificate: "arn:aws:iam::111122223333:server-certificate/abc" } },
    ...["", "example", "https://api.example", "api.example/", "Api.example", "*.example", "a..example"].map((name) => ({
      api: { ...api, name },
    })),
  ])("A domain needs a name and a certificate of its region: %j", (domains) => {
    expect(() => settings("dev", { domains })).toThrow("needs a name and a certificate");
  });

  test("Two parts cannot share a domain, and the stage local has none", () => {
    expect(() => settings("dev", { domains: { api, issuer: api } })).toThrow("need a domain each");
    expect(() => settings("local", { domains: { api } })).toThrow("The stage local has no domains");
  });

  test("A stack is protected in production, unless it is deployed for the first time", () => {
    const newStacks = ["photos", "api"];
    const production = { ...settings("production"), newStacks };
    expect(["data", "photos", "issuer", "api"].filter((stack) => isProtected(production, stack))).toEqual([
      "data",
      "issuer",
    ]);
    expect(isProtected(settings("dev"), "data")).toBe(false);
  });

  test("An upload origin has https, host and port", () => {
    const uploadOrigins = ["https://thu-vien.example:8443"];
    expect(settings("dev", { uploadOrigins }).uploadOrigins).toEqual(uploadOrigins);
  });

  test.each(["*", "http://a.example", "https://*.example", "https://a.example/", "https://", "null", ""])(
    "An invalid upload origin is rejected: %j",
    (origin) => {
      expect(() => settings("production", { uploadOrigins: [origin] })).toThrow("is not a valid upload origin");
    },
  );
});

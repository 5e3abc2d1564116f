import { resolve } from "node:path";
import { readContext } from "../../infra/context.ts";
import { settingsFor } from "../../infra/settings.ts";

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

  test.each(["stag=dev", "stage", "=dev", "__proto__=dev"])("An unknown context value is rejected: -c %s", (pair) => {
    expect(() => readContext([pair], {})).toThrow(`-c ${pair} is not one of`);
  });
});

describe("the settings of a stage", () => {
  const settings = (stage: string, uploadOrigins?: string[]) =>
    settingsFor({
      stage,
      localAdminSecret: "local-admin-secret",
      ...(uploadOrigins === undefined ? {} : { uploadOrigins }),
    });

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

  test("A custom domain of the pages needs a certificate in us-east-1", () => {
    const arn = "arn:aws:acm:us-east-1:111122223333:certificate/abc";
    const given = (...args: string[]) => settingsFor(readContext(args, {}));
    expect(given(`pagesDomain=tin.thu-vien.example`, `pagesCertificate=${arn}`).pagesDomain).toEqual({
      name: "tin.thu-vien.example",
      certificateArn: arn,
    });
    expect(given()).not.toHaveProperty("pagesDomain");
    for (const args of [["pagesDomain=a.example"], ["pagesDomain=a", `pagesCertificate=${arn}`]])
      expect(() => given(...args)).toThrow("is not a domain with a certificate");
  });

  test("An upload origin has https, host and port", () => {
    expect(settings("dev", ["https://thu-vien.example:8443"]).uploadOrigins).toEqual(["https://thu-vien.example:8443"]);
  });

  test.each(["*", "http://a.example", "https://*.example", "https://a.example/", "https://", "null", ""])(
    "An invalid upload origin is rejected: %j",
    (origin) => {
      expect(() => settings("production", [origin])).toThrow("is not a valid upload origin");
    },
  );
});

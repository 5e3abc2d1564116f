/** `npm run schemathesis`: calls the service as Schemathesis, an independent tool, reads its OpenAPI document. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { runCommand } from "../../infra/command.ts";
import { startService } from "../support/service.ts";

/** Repeats a run; any number will do. */
const seed = 20_231_222;
const wantedCases = 2_000;
/** Cases of an operation at most: those of few parameters have fewer. */
const casesOfOperation = 32;

/** No 5xx, and no response whose status, headers, media type or body the document does not describe. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

/**
 * What is left out, and why:
 * - checks of which input is accepted: rules between fields and between records are not in the schemas, so that input of the right
 *   form may be a 404, 409 or 422;
 * - the phases `examples`, `coverage` and `stateful`: our own fuzzer (`npm run fuzz`) plays through chains of records, and they would
 *   exceed the time of a step of CI. No operation is excluded.
 */
const phases = "fuzzing";

const argumentsFor = (url: string, token: string) => [
  ...["run", `${url}/openapi.json`, "--header", `Authorization: Bearer ${token}`],
  ...["--phases", phases, "--checks", checks.join()],
  ...["--seed", String(seed), "--max-examples", String(casesOfOperation), "--workers", "1"],
  // Nothing of an earlier run may change this one.
  ...["--generation-database", "none", "--no-shrink", "--continue-on-failure", "--no-color"],
];

/** Prints the output of the tool; resolves with its exit code and the number of cases in its summary. */
const run = (program: string, args: readonly string[], folder: string) =>
  new Promise<{ code: number | null; cases: number }>((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let cases = 0;
    createInterface(child.stdout).on("line", (line) => {
      console.info(line);
      cases = Number(/^\s*(\d+) generated/.exec(line)?.[1] ?? cases);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, cases }));
  });

await runCommand({
  usage: "npm run schemathesis --",
  summary: `Calls a new service on this machine at least ${wantedCases} times as Schemathesis reads its OpenAPI document.\nThe tool: pip install schemathesis==4.32.5`,
  options: {},
  environment: { SCHEMATHESIS: "Program of the tool (default: schemathesis on the PATH)" },
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "dangbo-schemathesis-"));
    const service = await startService();
    try {
      const args = argumentsFor(service.url, service.admin);
      const { code, cases } = await run(process.env.SCHEMATHESIS ?? "schemathesis", args, folder);
      if (code !== 0) throw new Error("Schemathesis found responses that the OpenAPI document does not describe");
      if (cases < wantedCases) throw new Error(`Only ${cases} of ${wantedCases} cases ran: raise casesOfOperation`);
    } finally {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

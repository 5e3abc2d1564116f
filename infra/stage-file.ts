import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { parseAs } from "./local/errors.ts";

/** The file of this repository. */
export const stagesFile = join(import.meta.dirname, "stages.json");

const domain = z.strictObject({ name: z.string(), certificate: z.string() });
const generation = z.number().check(z.int(), z.minimum(1));

/** What an operator sets for a stage (docs/deploy.md). */
const stageEntry = z.strictObject({
  uploadOrigins: z.exactOptional(z.array(z.string())),
  domains: z.exactOptional(
    z.strictObject({ api: z.exactOptional(domain), issuer: z.exactOptional(domain), pages: z.exactOptional(domain) }),
  ),
  reservedConcurrency: z.exactOptional(z.strictObject({ photoProcessor: z.exactOptional(generation) })),
  tableGeneration: z.exactOptional(generation),
  formerTables: z.exactOptional(z.number().check(z.int(), z.minimum(0))),
  signingKeys: z.exactOptional(z.tuple([generation], generation)),
});

/** A domain name, with the ARN of its certificate in AWS Certificate Manager. */
export type Domain = z.infer<typeof domain>;
export type StageEntry = z.infer<typeof stageEntry>;

/** The settings of a stage in a file; none for a stage that the file does not name. Throws for a faulty file. */
export const readStageEntry = (file: string, stage: string): StageEntry => {
  const all = parseAs(z.record(z.string(), stageEntry), parseJson(file), file);
  return Object.hasOwn(all, stage) ? (all[stage] ?? {}) : {};
};

const parseJson = (file: string): unknown => {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON`, { cause: error });
  }
};

import { join } from "node:path";

/** Tests do not depend on what an operator has set in infra/stages.json. */
export const noStages = join(import.meta.dirname, "no-stages.json");
/** Stages with every setting. */
export const someStages = join(import.meta.dirname, "some-stages.json");

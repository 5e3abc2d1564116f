import { join } from "node:path";
import { kebab } from "../../infra/names.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";

export type Source = { name: FunctionName; file: string };

const folder = join(import.meta.dirname, "../../functions");

/** The handler of each function of the contract. */
export const handlerSources = (): Source[] =>
  (Object.keys(functions) as FunctionName[]).map((name) => ({ name, file: join(folder, kebab(name), "handler.ts") }));

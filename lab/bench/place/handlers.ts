import type { Context } from "aws-lambda";
import type { FunctionName } from "../../../lib/contract/functions.ts";
import { handlerSources } from "../sources.ts";
import type { Place } from "./place.ts";

export type Handler = (event: unknown, context: Context) => Promise<unknown>;
export type Handlers = ReadonlyMap<FunctionName, Handler>;

/**
 * Loads every function into this process, on the engines of a place, its table behind `tableEndpoint`. The functions
 * read their variables when they are first called, so this process gets them all.
 */
export const loadHandlers = async ({ variables }: Place, tableEndpoint: string): Promise<Handlers> => {
  Object.assign(process.env, variables.lambda, variables.contract, { AWS_ENDPOINT_URL_DYNAMODB: tableEndpoint });
  const loaded = handlerSources().map(async ({ name, file }) => {
    const { handler }: { handler: Handler } = await import(file);
    return [name, handler] as const;
  });
  return new Map(await Promise.all(loaded));
};

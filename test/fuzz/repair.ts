import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import type { Document } from "./document.ts";
import type { Generate, Refer } from "./generate.ts";
import type { Random } from "./random.ts";

export type Fault = { pointer: string; code: string };

/** A body that was refused, and the faults that were named. */
export type Draft = { value: unknown; faults: readonly Fault[] };

/** The faults that a problem names. */
export const faultsIn = (problem: unknown): Fault[] => {
  const errors = isJson(problem) && Array.isArray(problem.errors) ? problem.errors : [];
  return errors.filter(isJson).map(({ pointer, code }) => ({ pointer: String(pointer), code: String(code) }));
};

/** Where a fault is, lists without their index: the way places of a body are named. */
export const placeOf = (bodyName: string, { pointer }: Fault) => `${bodyName}${pointer.replaceAll(/\/\d+/g, "")}`;

type Using = {
  name: string;
  schema: Json;
  resolve: Document["resolve"];
  generate: Generate;
  refer: Refer;
  random: Random;
};

/** A refused body with its faults mended as a caller would: another reference, a new value, or left away. */
export const repair = ({ value, faults }: Draft, using: Using): unknown => {
  const mended = structuredClone(value);
  for (const fault of faults) {
    const names = fault.pointer.split("/").slice(1).map(unescaped);
    const name = names.pop();
    if (name === undefined) lessen(mended);
    else mend(mended, names, name, fault, using);
  }
  return mended;
};

const mend = (body: unknown, names: readonly string[], name: string, fault: Fault, using: Using): void => {
  const { schema, resolve, generate, refer, random } = using;
  const holder = names.reduce(holderAt, body);
  if (!isHolder(holder) || name === "__proto__") return;
  const place = placeOf(using.name, fault);
  const own = [...names, name].reduce<Json | undefined>((inner, one) => inner && schemaAt(resolve(inner), one), schema);
  if (/reference|kind/.test(fault.code) && random.chance(0.7)) holder[name] = refer(name, place);
  else if (own && random.chance(holder[name] === undefined ? 0.9 : 0.5)) holder[name] = generate(own, place);
  else drop(holder, name, random);
};

type Holder = Record<string, unknown>;
const isHolder = (value: unknown): value is Holder => typeof value === "object" && value !== null;
const unescaped = (name: string) => name.replaceAll("~1", "/").replaceAll("~0", "~");

/** What stands under a name, made where nothing does. */
const holderAt = (value: unknown, name: string): unknown => {
  if (!isHolder(value) || name === "__proto__") return undefined;
  if (!Object.hasOwn(value, name)) value[name] = {};
  return value[name];
};

/** The schema of one field or item. */
const schemaAt = (schema: Json, name: string): Json | undefined => {
  const { properties, items } = schema;
  const inner = isJson(properties) && Object.hasOwn(properties, name) ? properties[name] : items;
  return isJson(inner) ? inner : undefined;
};

/** What is wrong with the whole is often that numbers are too high together. */
const lessen = (value: unknown): void => {
  for (const [name, one] of Object.entries(isJson(value) ? value : {}))
    if (isJson(value) && typeof one === "number") value[name] = Math.floor(one / 2);
};

/** Leaves a field or an item away; of an object with several fields perhaps only one of them. */
const drop = (holder: Holder, name: string, random: Random): void => {
  const inner = holder[name];
  const fields = isJson(inner) ? Object.keys(inner) : [];
  if (isJson(inner) && fields.length > 1 && random.chance(0.5)) delete inner[random.pick(fields)];
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
};

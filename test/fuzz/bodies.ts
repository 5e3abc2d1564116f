import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import type { Random } from "../support/random.ts";
import type { Body, Document, Operation } from "./document.ts";
import type { Generate, Refer } from "./generate.ts";
import { corrupt, hostileValue, invalidate, tooLarge } from "./hostile.ts";
import { typeFor } from "./parameters.ts";
import { announces, type Picture } from "./pictures.ts";
import type { Pool } from "./pool.ts";

export type Written = {
  type: string | undefined;
  bytes: Buffer;
  name: string;
  /** Undefined for an invalid value. */
  value?: unknown;
};

type Using = {
  random: Random;
  generate: Generate;
  refer: Refer;
  pictures: readonly Picture[];
  pool: Pool;
  resolve: Document["resolve"];
};

/** A body of an operation: mostly valid by its schema, sometimes invalid in one place, in its text or in its type. */
export const bodyFor = (operation: Operation, using: Using): Written | undefined => {
  const { random } = using;
  if (operation.bodies.length === 0) return undefined;
  const body = random.one(operation.bodies);
  const value = bodyValue(body, using);
  const isInvalid = random.chance(0.15);
  const sent = isInvalid ? invalidate(value, random) : value;
  const type = typeFor(body.type, random);
  const { name } = body;
  if (/x-www-form-urlencoded/.test(body.type)) return { type, name, bytes: Buffer.from(formOf(sent, random)) };
  const json = JSON.stringify(sent) ?? "";
  if (random.chance(0.002)) return { type, name, bytes: tooLarge(json) };
  if (random.chance(0.03)) return { type, name, bytes: corrupt(json, random) };
  return { type, name, bytes: Buffer.from(json), ...(isInvalid ? {} : { value }) };
};

const bodyValue = (body: Body, using: Using): unknown => {
  const { random, pictures } = using;
  const value = random.chance(0.02) && body.example ? body.example : validValue(body, using);
  if (!announces(value) || random.chance(0.2)) return value;
  return { ...(value as object), ...random.one(pictures).announced };
};

/** A new body, a variation of an accepted one, or a rejected one with repaired fields. */
const validValue = ({ name, schema }: Body, using: Using): unknown => {
  const { random, generate, pool } = using;
  const created = generate(schema, name);
  const [accepted, rejected] = [pool.bodies(name), pool.rejectedBodies(name)];
  if (accepted.length > 0 && random.chance(0.35)) return variationOf(random.oneOfNewest(accepted), created, random);
  if (rejected[0] === undefined || random.chance(accepted.length > 0 ? 0.6 : 0.25)) return created;
  return repair(random.chance(0.6) ? rejected[0] : random.one(rejected), { ...using, name, schema });
};

/** An accepted body with some fields of a new one. */
const variationOf = (before: unknown, created: unknown, random: Random): unknown => {
  if (!isJson(before) || !isJson(created)) return created;
  return { ...before, ...Object.fromEntries(Object.entries(created).filter(() => random.chance(0.25))) };
};

const formOf = (value: unknown, random: Random): string => {
  if (!isJson(value)) return String(value).toWellFormed();
  const form = new URLSearchParams(Object.entries(value).map(([name, one]): [string, string] => [name, String(one)]));
  if (random.chance(0.05)) form.append("scope", String(hostileValue(random)));
  return `${form}`;
};

export type NamedFault = { pointer: string; code: string };

/** A rejected body with the faults that the problem names. */
export type RejectedBody = { value: unknown; faults: readonly NamedFault[] };

/** The faults that a problem names. */
export const faultsIn = (problem: unknown): NamedFault[] => {
  const errors = isJson(problem) && Array.isArray(problem.errors) ? problem.errors : [];
  return errors.filter(isJson).map(({ pointer, code }) => ({ pointer: String(pointer), code: String(code) }));
};

/** The place of a fault in a body, without indices of lists. */
export const placeOf = (bodyName: string, { pointer }: NamedFault) => `${bodyName}${pointer.replaceAll(/\/\d+/g, "")}`;

type Repairing = Pick<Using, "resolve" | "generate" | "refer" | "random"> & { name: string; schema: Json };

/** A rejected body with repaired faults: another reference, a new value, or none. */
export const repair = ({ value, faults }: RejectedBody, using: Repairing): unknown => {
  const repaired = structuredClone(value);
  for (const fault of faults) {
    const names = fault.pointer.split("/").slice(1).map(unescaped);
    const name = names.pop();
    if (name === undefined) halveNumbers(repaired);
    else repairOne(repaired, names, name, fault, using);
  }
  return repaired;
};

const repairOne = (
  body: unknown,
  names: readonly string[],
  name: string,
  fault: NamedFault,
  using: Repairing,
): void => {
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

/** The value under a name, created if it is missing. */
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

/** A fault of the complete body is often a sum of numbers that is too high. */
const halveNumbers = (value: unknown): void => {
  for (const [name, one] of Object.entries(isJson(value) ? value : {}))
    if (isJson(value) && typeof one === "number") value[name] = Math.floor(one / 2);
};

/** Removes a field or an item, or one field of it. */
const drop = (holder: Holder, name: string, random: Random): void => {
  const inner = holder[name];
  const fields = isJson(inner) ? Object.keys(inner) : [];
  if (isJson(inner) && fields.length > 1 && random.chance(0.5)) delete inner[random.one(fields)];
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
};

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Attributes, Value } from "./values.ts";

/** A value in wire format, for errors and stream records. The SDK's `marshall` is too slow for the simulation. */
const wireOf = (value: Value): AttributeValue => {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  return Array.isArray(value) ? { L: value.map(wireOf) } : { M: marshalled(value) };
};

export const marshalled = (item: Attributes): Record<string, AttributeValue> => {
  const wire: Record<string, AttributeValue> = {};
  for (const name in item) wire[name] = wireOf(item[name] ?? null);
  return wire;
};

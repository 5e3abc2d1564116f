import { pointerTo } from "../../lib/shared/issues.ts";

/** Tokens of valid JSON: a text, with a colon where it is a name, or a character of structure. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\],]/g;

/** Where a scan is in an object or list: the last name and all names, or the position. */
type Level = { at: string | number; names: Set<string> };

const step = (levels: Level[], token: string): void => {
  const level = levels.at(-1);
  if (token === "{") levels.push({ at: "", names: new Set() });
  if (token === "[") levels.push({ at: 0, names: new Set() });
  if (token === "}" || token === "]") levels.pop();
  if (token === "," && typeof level?.at === "number") level.at += 1;
};

/**
 * JSON Pointers of names that occur again in the same object of a valid JSON text, of which parsers keep one value (RFC 8259 §4).
 */
export const duplicateNames = (text: string): string[] => {
  const levels: Level[] = [];
  const found: string[] = [];
  for (const [token, string = "", colon] of text.matchAll(tokens)) {
    const level = levels.at(-1);
    if (level && colon !== undefined) {
      const name = JSON.parse(string) as string;
      level.at = name;
      if (level.names.has(name)) found.push(pointerTo(levels.map(({ at }) => at)));
      level.names.add(name);
    } else step(levels, token);
  }
  return found;
};

import { isDeepStrictEqual } from "node:util";

const settled = (value: object) => JSON.parse(JSON.stringify(value)) as unknown;

/** Whether two records say the same: order of names and names without a value make no difference. */
export const sameContent = (a: object, b: object): boolean => isDeepStrictEqual(settled(a), settled(b));

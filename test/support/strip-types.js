// Jest runs the same TypeScript that Node runs: types are stripped in place, so lines and columns stay true.
import { stripTypeScriptTypes } from "node:module";

export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};

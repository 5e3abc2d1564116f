import { bombs } from "./bombs.ts";
import type { Entry } from "./entry.ts";
import { broken } from "./malformed.ts";
import { foreign } from "./polyglots.ts";
import { odd } from "./unusual.ts";
import { good } from "./valid.ts";

/** Every file that the image core is tried with. */
export const corpus: readonly Entry[] = [...good, ...odd, ...bombs, ...broken, ...foreign];

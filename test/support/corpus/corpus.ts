import { bombs } from "./bombs.ts";
import { broken } from "./broken.ts";
import type { Entry } from "./entry.ts";
import { foreign } from "./foreign.ts";
import { good } from "./good.ts";
import { odd } from "./odd.ts";

/** Every file that the image core is tried with. */
export const corpus: readonly Entry[] = [...good, ...odd, ...bombs, ...broken, ...foreign];

import * as z from "zod/mini";
import { pageQuery } from "../shared/schema.ts";

/** The query of a list of parts. */
export const partsQuery = z.strictObject(pageQuery);

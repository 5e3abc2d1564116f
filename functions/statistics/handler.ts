import { serve } from "../shared/http.ts";
import { operations } from "./operations.ts";

export const handler = serve(operations);

import { serve } from "../shared/http.ts";
import { issuer } from "./issuer.ts";
import { tokenOperations } from "./operations.ts";

export const handler = serve(tokenOperations(issuer));

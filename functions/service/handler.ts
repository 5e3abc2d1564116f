import middy from "@middy/core";
import document from "../../openapi.json" with { type: "json" };
import type { ApiAnswer, ApiEvent } from "../shared/event.ts";
import { middlewares } from "../shared/middlewares.ts";
import type { Document } from "./docs/document.ts";
import { createService } from "./service.ts";

export const handler = middy<ApiEvent, ApiAnswer>(createService(document as unknown as Document)).use(middlewares());
